import { styleText } from "node:util";
import type { StatsEvent } from "./events.ts";

/** One line about a peer: what goes out and comes in, how old it is, what was dropped on either side. */
export function peerLine(name: string, { sent, received, ageMs, rttMs }: StatsEvent): string {
  const age = ageMs ? `${ms(ageMs.p50)} / ${ms(ageMs.p95)} ms` : "–";
  return [
    styleText("bold", fit(name, 16)),
    `in ${rate(received)}`,
    `out ${rate(sent)}`,
    `age p50/p95 ${age}`,
    `rtt ${rttMs === null ? "–" : `${rttMs.toFixed(1)} ms`}`,
    `dropped ${received.dropped} in, ${sent.dropped} out`,
  ].join(styleText("dim", "  │  "));
}

function rate({ fps, bitrate }: { readonly fps: number; readonly bitrate: number }): string {
  return `${fps.toFixed(1).padStart(4)} fps ${(bitrate / 1e6).toFixed(1).padStart(5)} Mbit/s`;
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
