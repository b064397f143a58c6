/** The caption of a tile. */

import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { level, milliseconds, rate } from "../format/format.ts";
import type { PlayerStats } from "../media/player-messages.ts";

/** The name and the figures of a stream, over its picture. */
export interface Caption {
  readonly node: HTMLElement;
  /** `label` is the stream's state when there are no figures. */
  update(stream: StreamInfo, stats: PlayerStats | undefined, label: string): void;
}

/** Creates the caption of a stream. `heading` is the tag of its name. */
export function createCaption(heading: "h2" | "h3"): Caption {
  const dot = element("span", "dot");
  const name = element(heading, "name");
  const state = element("span", "state-label");
  const figures = {
    age: createFigure("age", "age"),
    fps: createFigure("fps", "Frames per second", true),
    rate: createFigure("rate", "Rate", true),
    rtt: createFigure("rtt", "round trip"),
    level: createFigure("level", "quality"),
  };
  const list = element("dl", "figures", ...Object.values(figures).map(({ box }) => box));
  const node = element("figcaption", "caption", dot, name, state, list);
  dot.ariaHidden = "true";

  return {
    node,
    update(stream, stats, label) {
      write(name, stream.name);
      write(state, label);
      list.hidden = stats === undefined;
      if (!stats) return;
      const { age } = stats;
      figures.age.write(age && milliseconds(age.p50), ageTooltip(age));
      figures.fps.write(`${Math.round(stats.fps)} fps`, sizeTooltip(stream));
      figures.rate.write(rate(stats.bitrate));
      const rtt = roundTrip(stream, stats);
      figures.rtt.write(rtt === undefined ? undefined : milliseconds(rtt));
      const worst = worstLevel(stream, stats);
      figures.level.write(level(worst), worst === 0 ? "" : "The connection has no room for level 0, the best.");
    },
  };
}

/** The round trip to the camera's machine: over the peer's connection and this page's own. */
function roundTrip({ stats }: StreamInfo, { rttMs }: PlayerStats): number | undefined {
  return rttMs === undefined ? stats?.rttMs : rttMs + (stats?.rttMs ?? 0);
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

/** Creates a figure. With `hiddenLabel`, only screen readers get the label. */
function createFigure(
  kind: string,
  label: string,
  hiddenLabel = false,
): { readonly box: HTMLElement; write(text: string | undefined, title?: string): void } {
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
