/** The live line about one peer. */
import { styleText } from "node:util";
import { describeQualityLimitation } from "@framewire/protocol";
import type { DirectionStats, StatsEvent } from "./events.ts";

/**
 * Returns the line about a peer: frame rates in both directions, the age of received frames, the round trip, the frames
 * dropped, the level where it is not the best, or else a late camera or a slow encoder, and whether a viewer is missing.
 * The line is at most `columns` long: the least important parts are left out first.
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

/** From this width on, each direction has a part of its own; below it they are combined as in/out. */
const wideColumns = 128;
/** From this width on, the line includes the bit rates. */
const ratesColumns = 96;
const separator = " │ ";

/** Returns the parts after the name, the most important first. */
function wideParts({ sent, received, ageMs, rttMs, localDemand, remoteDemand }: StatsEvent): readonly string[] {
  return [
    localDemand
      ? `in ${fps(received)} fps ${mbit(received).padStart(4)} Mbit/s${limitation(received)}`
      : "no viewer here",
    remoteDemand ? `out ${fps(sent)} fps ${mbit(sent).padStart(4)} Mbit/s${limitation(sent)}` : "no viewer there",
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
    ...narrowLimitation("in", received),
    ...narrowLimitation("out", sent),
    ...rates,
    `age ${ageMs ? `${ms(ageMs.p50)}/${ms(ageMs.p95)} ms` : "–"}`.padEnd(14),
    `rtt ${rttMs === null ? "–" : `${ms(rttMs)} ms`}`.padEnd(10),
    `dropped ${received.dropped}/${sent.dropped}`,
  ];
}

function narrowFps({ sent, received, localDemand, remoteDemand }: StatsEvent): string {
  if (!localDemand && !remoteDemand) return "no viewers";
  if (!localDemand) return `no viewer here, out ${fps(sent).trimStart()} fps`;
  if (!remoteDemand) return `in ${fps(received).trimStart()} fps, no viewer there`;
  return `in/out ${fps(received)}/${fps(sent).trimStart()} fps`.padEnd(18);
}

/** Names the level of the ladder unless it is the best, or else what makes frames late. */
function limitation({ level, qualityLimitationReason }: DirectionStats): string {
  if (level > 0) return ` level ${level}`;
  const reason = describeQualityLimitation(qualityLimitationReason);
  return reason === undefined ? "" : ` ${reason}`;
}

function narrowLimitation(direction: string, stats: DirectionStats): readonly string[] {
  return stats.level > 0 || stats.qualityLimitationReason === "none" ? [] : [`${direction}${limitation(stats)}`];
}

function fps({ fps }: DirectionStats): string {
  return fps.toFixed(fps < 9.95 ? 1 : 0).padStart(3);
}

function mbit({ bitrate }: DirectionStats): string {
  return (bitrate / 1e6).toFixed(1);
}

function ms(value: number): string {
  return value.toFixed(value < 9.95 ? 1 : 0);
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
