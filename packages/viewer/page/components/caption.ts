/** The caption of a tile. */

import { describeQualityLimitation } from "@framewire/protocol";
import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { milliseconds, quality, rate } from "../format/format.ts";
import type { PlayerStats } from "../media/player-messages.ts";

/** The name and the figures of a stream, over its picture. */
export interface Caption {
  readonly node: HTMLElement;
  /** `label` is the stream's state when there are no figures. */
  update(stream: StreamInfo, stats: PlayerStats | undefined, label: string): void;
  close(): void;
}

/** Creates the caption of a stream. `heading` is the tag of its name. */
export function createCaption(heading: "h2" | "h3"): Caption {
  const dot = element("span", "dot");
  const name = element(heading, "name");
  const state = element("span", "state-label");
  // In the order in which they stay when there is less room; the name stays longest.
  const figures = {
    quality: createFigure("quality", "Quality", true),
    age: createFigure("age", "age"),
    fps: createFigure("fps", "Frames per second", true),
    rate: createFigure("rate", "Rate", true),
    rtt: createFigure("rtt", "round trip"),
  };
  const list = element("dl", "figures", ...Object.values(figures).map(({ box }) => box));
  const node = element("figcaption", "caption", dot, name, state, list);
  dot.ariaHidden = "true";
  const fit = fitFigures(node, Object.values(figures));

  return {
    node,
    update(stream, stats, label) {
      write(name, stream.name);
      write(state, label);
      list.hidden = stats === undefined;
      if (!stats) {
        fit.update();
        return;
      }
      const { age } = stats;
      figures.age.write(age && milliseconds(age.p50), ageTooltip(age));
      figures.fps.write(`${Math.round(stats.fps)} fps`, sizeTooltip(stream));
      figures.rate.write(rate(stats.bitrate));
      const rtt = roundTrip(stream, stats);
      figures.rtt.write(rtt === undefined ? undefined : milliseconds(rtt));
      const worst = worstLevel(stream, stats);
      const cause = qualityCause(stream, stats);
      figures.quality.write([quality(worst), cause].filter(Boolean).join(" · "), qualityTooltip(worst));
      fit.update();
    },
    close: fit.close,
  };
}

/**
 * Hides the last figures of a caption until the rest fits in its line, when its room or the length of its texts has
 * changed. A name that does not fit alone is cut. A caption that wraps has room for all.
 */
function fitFigures(node: HTMLElement, figures: readonly Figure[]): { update(): void; close(): void } {
  let fitted = "";

  function update(): void {
    const tile = node.parentElement;
    if (tile) resized.observe(tile);
    const room = tile?.clientWidth ?? 0;
    const lengths = [...node.querySelectorAll(".name, .state-label, dd")].map(({ textContent }) => textContent.length);
    const now = `${room} ${lengths.join(" ")}`;
    if (room === 0 || now === fitted) return;
    fitted = now;
    node.classList.remove("tight");
    for (const { box } of figures) box.classList.remove("no-room");
    for (const { box } of [...figures].reverse()) {
      if (node.scrollWidth <= node.clientWidth) return;
      box.classList.add("no-room");
    }
    node.classList.toggle("tight", node.scrollWidth > node.clientWidth);
  }

  const resized = new ResizeObserver(update);
  return { update, close: () => resized.disconnect() };
}

/** The round trip to the camera's machine: over the peer's connection and this page's own. */
function roundTrip({ stats }: StreamInfo, { rttMs }: PlayerStats): number | undefined {
  return rttMs === undefined ? stats?.rttMs : rttMs + (stats?.rttMs ?? 0);
}

/** Why the picture is not better or newer: what the sender says, or this page's own connection. */
function qualityCause({ stats }: StreamInfo, own: PlayerStats): string | undefined {
  const { level = 0, qualityLimitationReason = "none" } = stats ?? {};
  return describeQualityLimitation(own.level > level ? "bandwidth" : qualityLimitationReason);
}

function qualityTooltip(level: number): string {
  return level === 0 ? "" : `Level ${level} of the sender's ladder; 0 is the best.`;
}

/** The worse level of the two connections. */
function worstLevel({ stats }: StreamInfo, own: PlayerStats): number {
  return Math.max(own.level, stats?.level ?? 0);
}

function ageTooltip(age: PlayerStats["age"]): string {
  if (!age) return "";
  return `From capture to this page: ${milliseconds(age.p50)} for half of the frames, at most ${milliseconds(age.p95)} for 95 %.`;
}

function sizeTooltip({ stats, width, height, codec }: StreamInfo): string {
  const size = width && height ? `${width}×${height} ${codec ?? ""}`.trim() : "";
  const dropped = stats?.dropped === undefined ? "" : `${stats.dropped} frames were dropped so far.`;
  return [size, dropped].filter(Boolean).join(". ");
}

/** A figure of a caption. */
interface Figure {
  readonly box: HTMLElement;
  /** Undefined hides the figure. */
  write(text: string | undefined, title?: string): void;
}

/** Creates a figure. With `hiddenLabel`, only screen readers get the label. */
function createFigure(kind: string, label: string, hiddenLabel = false): Figure {
  const term = element("dt", hiddenLabel ? "visually-hidden" : "", label);
  const value = element("dd", "");
  const box = element("div", kind, term, value);
  return {
    box,
    write(text, title = "") {
      box.hidden = text === undefined;
      write(value, text ?? "");
      setAttribute(box, "title", title || undefined);
    },
  };
}
