import type { SourceDescription } from "@framewire/media";
import type {
  CloseCode,
  CloseInfo,
  Connection,
  ConnectionStats,
  LatencyStages,
  Percentiles,
} from "@framewire/protocol";
import type { Counts, Totals } from "./totals.ts";

/** Frames one way, and how fast they come. */
export interface Flow extends Totals {
  /** Frames a second. */
  readonly fps: number;
  /** Bits a second. */
  readonly bitrate: number;
  /** Of the latest frame; 0 is the best. */
  readonly level: number;
  /** How long frames were in each stage, in milliseconds, over the last five seconds. */
  readonly stages: LatencyStages;
}

/** What `--json` writes, one object a line. */
export type AppEvent =
  | { readonly event: "listening"; readonly host: string; readonly port: number }
  /** The page's whole link: where it takes a code, the code is in it. */
  | { readonly event: "viewer"; readonly url: string }
  /** The source gives pictures, or others than before. `untouched`: the device's own are sent as they are, at the best level. */
  | ({ readonly event: "source" } & SourceFigures)
  | {
      readonly event: "connected";
      readonly id: string;
      readonly remote: { readonly name: string; readonly address: string };
      readonly send: { readonly codec: string | null };
      readonly receive: { readonly codec: string | null };
      /** What passed on earlier connections with this peer. */
      readonly sent: Totals;
      readonly received: Totals;
    }
  | {
      readonly event: "stats";
      readonly id: string;
      readonly sent: Flow;
      readonly received: Flow;
      readonly rttMs: number | null;
      readonly ageMs: Percentiles | null;
      /** What the way to the peer carries, in bits a second. */
      readonly capacity: number | null;
      /** Bytes on the way to the peer, and how many there may be. */
      readonly inFlight: number;
      readonly window: number;
      /** The peer's clock minus ours, and how much that may be wrong either way. */
      readonly clockOffsetMs: number | null;
      readonly clockUncertaintyMs: number | null;
      /** The peer looks at our pictures, and somebody here at the peer's. */
      readonly watched: boolean;
      readonly watching: boolean;
    }
  | {
      readonly event: "closed";
      readonly id: string;
      readonly code: CloseCode;
      readonly by: CloseInfo["by"];
      readonly message: string;
      /** Between `acked` and `frames` of these have come; the others were on their way at the end. */
      readonly sent: Totals & { readonly acked: number };
      readonly received: Totals;
    }
  | { readonly event: "error"; readonly message: string };

/** What a source says of itself; null is not known. */
interface SourceFigures {
  readonly device: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second, as the device says. */
  readonly fps: number | null;
  readonly format: string | null;
  readonly untouched: boolean | null;
}

/** What the source is. */
export type SourceEvent = Extract<AppEvent, { readonly event: "source" }>;

/** How a connection does. */
export type StatsEvent = Extract<AppEvent, { readonly event: "stats" }>;

/** The event of a source that says this of itself. */
export function sourceEvent({
  device,
  width,
  height,
  fps,
  format,
  passthrough: untouched,
}: SourceDescription): SourceEvent {
  return {
    event: "source",
    device,
    width: known(width),
    height: known(height),
    fps: known(fps),
    format: format ?? null,
    untouched: untouched ?? null,
  };
}

/** The event that a connection has opened. */
export function connectedEvent({ remote, remoteAddress, codecs }: Connection, before: Counts): AppEvent {
  return {
    event: "connected",
    id: remote.instanceId,
    remote: { name: remote.name, address: remoteAddress },
    send: { codec: codecs.send ?? null },
    receive: { codec: codecs.receive ?? null },
    sent: totals(before.sent),
    received: totals(before.received),
  };
}

/** The event of a moment of a connection, at whose pictures somebody here looks or not. */
export function statsEvent(
  id: string,
  stats: ConnectionStats,
  { watching, total }: { readonly watching: boolean; readonly total: Counts },
): StatsEvent {
  const {
    rttMs,
    ageMs,
    bandwidth: capacity,
    inFlight,
    congestionWindow: window,
    clockOffsetUs: clockOffset,
    clockUncertaintyUs: clockUncertainty,
    remoteDemand: watched,
  } = stats;
  return {
    event: "stats",
    id,
    sent: { ...flow(stats.sent), ...totals(total.sent) },
    received: { ...flow(stats.received), ...totals(total.received) },
    rttMs: known(rttMs),
    ageMs: ageMs ? distribution(ageMs) : null,
    capacity: capacity === undefined ? null : Math.round(capacity),
    inFlight,
    window,
    clockOffsetMs: known(clockOffset, 1000),
    clockUncertaintyMs: known(clockUncertainty, 1000),
    watched,
    watching,
  };
}

/** The event that a connection has ended. */
export function closedEvent(id: string, { code, by, message }: CloseInfo, total: Counts): AppEvent {
  const sent = { ...totals(total.sent), acked: total.sent.acked };
  return { event: "closed", id, code, by, message, sent, received: totals(total.received) };
}

function totals({ frames, bytes, dropped }: Totals): Totals {
  return { frames, bytes, dropped };
}

function flow(flow: Flow): Flow {
  const { fps, bitrate, level, stages } = flow;
  const rounded = Object.entries(stages).map(([stage, durations]) => [stage, distribution(durations)]);
  return {
    ...totals(flow),
    fps: round(fps),
    bitrate: Math.round(bitrate),
    level,
    stages: Object.fromEntries(rounded),
  };
}

function distribution({ p50, p95, max }: Percentiles): Percentiles {
  return { p50: round(p50), p95: round(p95), max: round(max) };
}

/** JSON has no undefined. */
function known(value: number | undefined, divisor = 1): number | null {
  return value === undefined ? null : round(value / divisor);
}

/** Two decimals are all that these numbers are good for. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
