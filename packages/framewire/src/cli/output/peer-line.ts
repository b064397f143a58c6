import { styleText } from "node:util";
import type { Flow, StatsEvent } from "./events.ts";

/** From so many columns on, each direction is told by itself; below, as in/out. */
const wideColumns = 128;
/** From so many columns on, there is room for the rates. */
const ratesColumns = 96;
const separator = " │ ";

/**
 * One line about a peer: what comes in and goes out, how old the pictures are when they come, the round
 * trip, and what was dropped; the level where it is not the best, and that nobody looks. It is no longer than `columns`: what matters less gives way.
 */
export function peerLine(name: string, stats: StatsEvent, columns: number = Number.POSITIVE_INFINITY): string {
  const title = fit(name, columns < wideColumns ? 10 : 16).slice(0, columns);
  const parts = columns < wideColumns ? narrowParts(stats, columns >= ratesColumns) : wideParts(stats);
  const shown: string[] = [];
  let width = title.length;
  for (const part of parts) {
    width += separator.length + part.length;
    if (width > columns) break;
    shown.push(part);
  }
  return [styleText("bold", title), ...shown].join(styleText("dim", separator));
}

/** The parts after the name, the ones that matter most first. */
function wideParts({ sent, received, ageMs, rttMs, watching, watched }: StatsEvent): readonly string[] {
  return [
    watching ? `in ${fps(received)} fps ${mbit(received).padStart(4)} Mbit/s${level(received)}` : "nobody looks here",
    watched ? `out ${fps(sent)} fps ${mbit(sent).padStart(4)} Mbit/s${level(sent)}` : "nobody looks there",
    `age p50/p95 ${ageMs ? `${ms(ageMs.p50)}/${ms(ageMs.p95)} ms` : "–"}`.padEnd(22),
    `rtt ${rttMs === null ? "–" : `${ms(rttMs)} ms`}`.padEnd(10),
    `dropped ${received.dropped} in, ${sent.dropped} out`,
  ];
}

function narrowParts(stats: StatsEvent, withRates: boolean): readonly string[] {
  const { sent, received, ageMs, rttMs } = stats;
  const rates = withRates ? [`${mbit(received)}/${mbit(sent)} Mbit/s`.padEnd(16)] : [];
  return [
    narrowFps(stats),
    ...(received.level > 0 || sent.level > 0 ? [`level ${received.level}/${sent.level}`] : []),
    ...rates,
    `age ${ageMs ? `${ms(ageMs.p50)}/${ms(ageMs.p95)} ms` : "–"}`.padEnd(14),
    `rtt ${rttMs === null ? "–" : `${ms(rttMs)} ms`}`.padEnd(10),
    `dropped ${received.dropped}/${sent.dropped}`,
  ];
}

function narrowFps({ sent, received, watching, watched }: StatsEvent): string {
  if (!watching && !watched) return "nobody looks";
  if (!watching) return `nobody looks here, out ${fps(sent).trimStart()} fps`;
  if (!watched) return `in ${fps(received).trimStart()} fps, nobody looks there`;
  return `in/out ${fps(received)}/${fps(sent).trimStart()} fps`.padEnd(18);
}

/** Which level of the ladder it is, where it is not the best. */
function level({ level }: Flow): string {
  return level > 0 ? ` level ${level}` : "";
}

function fps({ fps }: Flow): string {
  return fps.toFixed(fps < 9.95 ? 1 : 0).padStart(3);
}

function mbit({ bitrate }: Flow): string {
  return (bitrate / 1e6).toFixed(1);
}

function ms(value: number): string {
  return value.toFixed(value < 9.95 ? 1 : 0);
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
