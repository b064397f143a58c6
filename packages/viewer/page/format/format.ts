/** Texts of the page: states, figures and times. */

import type { StreamInfo } from "../../src/streams/state.ts";

const stateLabels: Readonly<Record<StreamInfo["state"], string>> = {
  live: "Live",
  none: "No camera",
  waiting: "Waiting",
  lost: "Lost",
  left: "Left",
  refused: "Refused",
};

const statePredicates: Readonly<Record<StreamInfo["state"], string>> = {
  live: "is live",
  none: "has no camera",
  waiting: "is connecting",
  lost: "was lost",
  left: "has left",
  refused: "was refused",
};

/** The label of a stream's state. */
export function stateLabel({ state }: Pick<StreamInfo, "state">): string {
  return stateLabels[state];
}

/** Describes a source, such as "/dev/video0 · 1280×720 · 30 fps · JPEG, passthrough". Unknown parts are left out. */
export function describeSource({ source }: Pick<StreamInfo, "source">): string {
  if (!source) return "";
  const { device, width, height, fps, format, passthrough } = source;
  const size = width && height ? `${width}×${height}` : "";
  const rate = fps ? `${Number(fps.toFixed(2))} fps` : "";
  const path = passthrough === undefined ? "" : passthrough ? "passthrough" : "encoded here";
  return [device, size, rate, [format, path].filter(Boolean).join(", ")].filter(Boolean).join(" · ");
}

/** A stream's new state as a sentence, for screen readers. */
export function stateSentence({ name, state, message }: Pick<StreamInfo, "name" | "state" | "message">): string {
  return `${name} ${statePredicates[state]}.${message ? ` ${message}` : ""}`;
}

/** A summary of the remote streams, for the window's title. */
export function summarize(remotes: readonly Pick<StreamInfo, "name" | "state">[]): string {
  const live = remotes.filter(({ state }) => state === "live");
  const [only] = live;
  if (remotes.length === 0) return "";
  if (live.length === 0) return "No stream is live";
  return live.length === 1 && only ? `${only.name} is live` : `${live.length} are live`;
}

/** A time of day, such as 14:02. */
export function clock(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** A duration, such as "3 s", "2 min" or "1 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

/** Bits per second, such as "8.2 Mb/s". */
export function rate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 999_500) return `${round(bitsPerSecond / 1e6)} Mb/s`;
  return `${Math.round(bitsPerSecond / 1e3)} kb/s`;
}

/** A short time, such as "41 ms". */
export function milliseconds(ms: number): string {
  return ms < 999.5 ? `${round(ms)} ms` : `${round(ms / 1000)} s`;
}

/** A level of a ladder. Level 0 is "best". */
export function level(of: number): string {
  return of === 0 ? "best" : `level ${of}`;
}

/** Two significant digits, or all of a larger number: 1.2, 12, 120. */
function round(value: number): string {
  return Math.abs(value) < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
