import type { StreamInfo } from "../../src/streams/state.ts";
import { element, setAttribute, write } from "../dom.ts";
import { level, milliseconds, rate } from "../format/format.ts";
import type { PlayerStats } from "../media/player-messages.ts";

/** The name of a stream and how it does, over its picture. */
export interface Caption {
  readonly node: HTMLElement;
  /** `word` says how it stands, where neither a live picture nor its figures do. */
  update(stream: StreamInfo, stats: PlayerStats | undefined, word: string): void;
}

/** Makes the caption of a stream; `heading` is the tag of its name. */
export function createCaption(heading: "h2" | "h3"): Caption {
  const dot = element("span", "dot");
  const name = element(heading, "name");
  const state = element("span", "word");
  const figures = {
    age: createFigure("age", "age"),
    fps: createFigure("fps", "Pictures a second", true),
    rate: createFigure("rate", "Rate", true),
    rtt: createFigure("rtt", "round trip"),
    level: createFigure("level", "quality"),
  };
  const list = element("dl", "figures", ...Object.values(figures).map(({ box }) => box));
  const node = element("figcaption", "caption", dot, name, state, list);
  dot.ariaHidden = "true";

  return {
    node,
    update(stream, stats, word) {
      write(name, stream.name);
      write(state, word);
      list.hidden = stats === undefined;
      if (!stats) return;
      const { age } = stats;
      figures.age.write(age && milliseconds(age.p50), ageInWords(age));
      figures.fps.write(`${Math.round(stats.fps)} fps`, droppedInWords(stream));
      figures.rate.write(rate(stats.bitrate));
      const rtt = roundTrip(stream, stats);
      figures.rtt.write(rtt === undefined ? undefined : milliseconds(rtt));
      const of = worstLevel(stream, stats);
      figures.level.write(level(of), of === 0 ? "" : "The way has no room for the best: 0 would be that.");
    },
  };
}

/** From the camera's side to here and back: over the peer's connection and this page's own. */
function roundTrip({ stats }: StreamInfo, { rttMs }: PlayerStats): number | undefined {
  return rttMs === undefined ? stats?.rttMs : rttMs + (stats?.rttMs ?? 0);
}

/** Of both connections. */
function worstLevel({ stats }: StreamInfo, own: PlayerStats): number {
  return Math.max(own.level, stats?.level ?? 0);
}

function ageInWords(age: PlayerStats["age"]): string {
  if (!age) return "";
  return `From capture to this page: half of the pictures took at most ${milliseconds(age.p50)}, 95 of 100 at most ${milliseconds(age.p95)}.`;
}

function droppedInWords({ stats, width, height, codec }: StreamInfo): string {
  const what = width && height ? `${width}×${height} ${codec ?? ""}`.trim() : "";
  const dropped = stats?.dropped === undefined ? "" : `${stats.dropped} pictures were dropped on the way so far.`;
  return [what, dropped].filter(Boolean).join(". ");
}

/** One figure; with `unseen`, the value says by its unit what it is. */
function createFigure(
  kind: string,
  label: string,
  unseen = false,
): { readonly box: HTMLElement; write(text: string | undefined, title?: string): void } {
  const term = element("dt", unseen ? "unseen" : "", label);
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
