/** The events that `--json` writes, one object a line. */
import type { SourceDescription } from "@framewire/media";
import type {
  CloseCode,
  CloseInfo,
  Connection,
  ConnectionStats,
  LatencyStages,
  Percentiles,
  QualityLimitationReason,
} from "@framewire/protocol";
import type { FrameTotals, TransferTotals } from "./transfer-totals.ts";

/**
 * An event of the server or the client. A value that is not known is null. Each has the `time` when it was written, in
 * milliseconds since the Unix epoch.
 */
export type AppEvent = EventMembers & { readonly time?: number };

type EventMembers =
  | { readonly event: "listening"; readonly host: string; readonly port: number }
  /** The page's whole URL, with its access code where it has one, and the URL that may watch only. */
  | { readonly event: "viewer"; readonly url: string; readonly viewOnlyUrl: string | null }
  /** The source has started, or its description has changed: also when it fails, and when it works again. */
  | ({ readonly event: "source" } & SourceFields)
  | {
      readonly event: "connected";
      readonly id: string;
      readonly remote: { readonly name: string; readonly address: string };
      readonly send: { readonly codec: string | null };
      readonly receive: { readonly codec: string | null };
      /** Totals of earlier connections with this peer. */
      readonly sent: FrameTotals;
      readonly received: FrameTotals;
    }
  | {
      readonly event: "stats";
      readonly id: string;
      readonly sent: DirectionStats;
      readonly received: DirectionStats;
      readonly rttMs: number | null;
      readonly ageMs: Percentiles | null;
      /** Estimate of what the network carries to the peer, in bits a second. */
      readonly bandwidth: number | null;
      /** Bytes sent and not acked yet, and the most that there may be. */
      readonly inFlight: number;
      readonly congestionWindow: number;
      /** The peer's clock minus this machine's, and its error bound in either direction. */
      readonly clockOffsetMs: number | null;
      readonly clockUncertaintyMs: number | null;
      /** The peer wants this side's frames. */
      readonly remoteDemand: boolean;
      /** This side wants the peer's frames. */
      readonly localDemand: boolean;
    }
  | {
      readonly event: "closed";
      readonly id: string;
      readonly code: CloseCode;
      readonly by: CloseInfo["by"];
      readonly message: string;
      /** Between `acked` and `frames` of these have arrived; the others were in flight at the end. */
      readonly sent: FrameTotals & { readonly acked: number };
      readonly received: FrameTotals;
    }
  /** A client was not admitted, and why: `wrong-key`, `busy`, `too-many-connections` and others. */
  | { readonly event: "refused"; readonly address: string; readonly code: string; readonly message: string }
  /** The app ends: with exit code 2 where its options are wrong (`usage`), or else with 1. */
  | { readonly event: "error"; readonly code: "usage" | "failed"; readonly message: string };

/** The description of the source. */
export type SourceEvent = Extract<AppEvent, { readonly event: "source" }>;

/** The state of a connection, once a second. */
export type StatsEvent = Extract<AppEvent, { readonly event: "stats" }>;

/** Frames in one direction, with their rates. */
export interface DirectionStats extends FrameTotals {
  /** Frames a second. */
  readonly fps: number;
  /** Bits a second. */
  readonly bitrate: number;
  /** Level of the latest frame; 0 is the best. */
  readonly level: number;
  /** What limits the quality or the age: the network (`bandwidth`), the encoder (`cpu`), or the source (`other`). */
  readonly qualityLimitationReason: QualityLimitationReason;
  /** Time that frames spent in each latency stage, in milliseconds, over the last five seconds. */
  readonly stages: LatencyStages;
}

interface SourceFields {
  readonly device: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second, as the device states it. */
  readonly fps: number | null;
  readonly format: string | null;
  /** Frames are sent as the device encoded them, wherever the best level fits. */
  readonly passthrough: boolean | null;
  /** Why no frames arrive at present, as a sentence; the source is tried again for ever. Null while it works. */
  readonly problem: string | null;
}

/** Returns the event of a source with this description. */
export function sourceEvent(description: SourceDescription): SourceEvent {
  const { device, width, height, fps, format, passthrough, problem } = description;
  return {
    event: "source",
    device,
    width: orNull(width),
    height: orNull(height),
    fps: orNull(fps),
    format: format ?? null,
    passthrough: passthrough ?? null,
    problem: problem ?? null,
  };
}

/** Returns the event of a connection that has opened; `before` are the totals of earlier ones. */
export function connectedEvent({ remote, remoteAddress, codecs }: Connection, before: TransferTotals): AppEvent {
  return {
    event: "connected",
    id: remote.instanceId,
    remote: { name: remote.name, address: remoteAddress },
    send: { codec: codecs.send ?? null },
    receive: { codec: codecs.receive ?? null },
    sent: frameTotals(before.sent),
    received: frameTotals(before.received),
  };
}

/** Returns the periodic event of an open connection; `total` are the counts of all connections with the peer. */
export function statsEvent(
  id: string,
  stats: ConnectionStats,
  { localDemand, total }: { readonly localDemand: boolean; readonly total: TransferTotals },
): StatsEvent {
  const { ageMs, bandwidth, inFlight, congestionWindow, remoteDemand } = stats;
  return {
    event: "stats",
    id,
    sent: { ...directionStats(stats.sent), ...frameTotals(total.sent) },
    received: { ...directionStats(stats.received), ...frameTotals(total.received) },
    rttMs: orNull(stats.rttMs),
    ageMs: ageMs ? percentiles(ageMs) : null,
    bandwidth: bandwidth === undefined ? null : Math.round(bandwidth),
    inFlight,
    congestionWindow,
    clockOffsetMs: orNull(stats.clockOffsetUs, 1000),
    clockUncertaintyMs: orNull(stats.clockUncertaintyUs, 1000),
    remoteDemand,
    localDemand,
  };
}

/** Returns the event of a connection that has closed; `total` are the counts of all connections with the peer. */
export function closedEvent(id: string, { code, by, message }: CloseInfo, total: TransferTotals): AppEvent {
  const sent = { ...frameTotals(total.sent), acked: total.sent.acked };
  return { event: "closed", id, code, by, message, sent, received: frameTotals(total.received) };
}

function frameTotals({ frames, bytes, dropped }: FrameTotals): FrameTotals {
  return { frames, bytes, dropped };
}

function directionStats(stats: DirectionStats): DirectionStats {
  const { fps, bitrate, level, qualityLimitationReason, stages } = stats;
  const rounded = Object.entries(stages).map(([stage, durations]) => [stage, percentiles(durations)]);
  return {
    ...frameTotals(stats),
    fps: round(fps),
    bitrate: Math.round(bitrate),
    level,
    qualityLimitationReason,
    stages: Object.fromEntries(rounded),
  };
}

function percentiles({ p50, p95, max }: Percentiles): Percentiles {
  return { p50: round(p50), p95: round(p95), max: round(max) };
}

/** JSON has no undefined. */
function orNull(value: number | undefined, divisor = 1): number | null {
  return value === undefined ? null : round(value / divisor);
}

/** Rounds to two decimals, the precision of the measurements. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
