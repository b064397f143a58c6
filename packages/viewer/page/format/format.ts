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

/** What the window's title depends on. */
export interface TitleView {
  readonly title: string;
  readonly remotes: readonly Pick<StreamInfo, "name" | "state" | "width">[];
  /** The viewer has closed. */
  readonly ended: boolean;
  /** Why the viewer does not answer. */
  readonly outage: "silent" | "refused" | "unauthorised" | undefined;
}

/** The window's title: the state first, because a tab shows little more. */
export function titleOf({ title, remotes, ended, outage }: TitleView): string {
  const problem = outage && outageTitles[outage];
  const state = ended && outage !== "unauthorised" ? "Ended" : (problem ?? summarize(remotes));
  return state ? `${state} · ${title}` : title;
}

const outageTitles: Readonly<Record<NonNullable<TitleView["outage"]>, string>> = {
  silent: "No answer",
  refused: "Cannot connect",
  unauthorised: "Code needed",
};

/** A summary of the remote streams. One without a frame so far is connected, and not live. */
export function summarize(remotes: TitleView["remotes"]): string {
  const connected = remotes.filter(({ state }) => state === "live");
  const live = connected.filter(({ width }) => width !== null);
  const [only] = live.length > 0 ? live : connected;
  if (remotes.length === 0) return "";
  if (!only) return "No stream is live";
  const predicate = live.length > 0 ? "live" : "connected";
  const count = live.length > 0 ? live.length : connected.length;
  return count === 1 ? `${only.name} is ${predicate}` : `${count} are ${predicate}`;
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

/** The last level of the usual ladder whose frames have their full size. */
const lastFullSizeLevel = 3;

/** A level of a ladder in a word. */
export function quality(level: number): "Best" | "Good" | "Low" {
  if (level === 0) return "Best";
  return level <= lastFullSizeLevel ? "Good" : "Low";
}

/** Two significant digits, or all of a larger number: 1.2, 12, 120. */
function round(value: number): string {
  return Math.abs(value) < 9.95 ? value.toFixed(1) : String(Math.round(value));
}
