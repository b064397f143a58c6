import type { CloseCode, CloseInfo, Connection, ConnectionStats, Distribution } from "@framewire/protocol";

/** Frames one way. */
export interface Totals {
  readonly frames: number;
  readonly bytes: number;
  readonly dropped: number;
}

/** Frames one way, and how fast they come. */
export interface Flow extends Totals {
  /** Frames a second. */
  readonly fps: number;
  /** Bits a second. */
  readonly bitrate: number;
}

/** What `--json` writes, one object a line. */
export type AppEvent =
  | { readonly event: "listening"; readonly host: string; readonly port: number }
  | { readonly event: "viewer"; readonly url: string }
  | {
      readonly event: "connected";
      readonly id: string;
      readonly remote: { readonly name: string; readonly address: string };
      readonly send: { readonly codec: string | null };
      readonly receive: { readonly codec: string | null };
    }
  | {
      readonly event: "stats";
      readonly id: string;
      readonly sent: Flow;
      readonly received: Flow;
      readonly rttMs: number | null;
      readonly ageMs: Distribution | null;
    }
  | {
      readonly event: "closed";
      readonly id: string;
      readonly code: CloseCode;
      readonly by: CloseInfo["by"];
      readonly message: string;
      readonly sent: Totals;
      readonly received: Totals;
    }
  | { readonly event: "error"; readonly message: string };

/** How a connection does. */
export type StatsEvent = Extract<AppEvent, { readonly event: "stats" }>;

/** The event that a connection has opened. */
export function connectedEvent({ remote, remoteAddress, codecs }: Connection): AppEvent {
  return {
    event: "connected",
    id: remote.instanceId,
    remote: { name: remote.name, address: remoteAddress },
    send: { codec: codecs.send ?? null },
    receive: { codec: codecs.receive ?? null },
  };
}

/** The event of a moment of a connection. */
export function statsEvent(id: string, stats: ConnectionStats): StatsEvent {
  return {
    event: "stats",
    id,
    sent: flow(stats.sent),
    received: flow(stats.received),
    rttMs: stats.rttMs === undefined ? null : round(stats.rttMs),
    ageMs: stats.ageMs ? distribution(stats.ageMs) : null,
  };
}

/** The event that a connection has ended. */
export function closedEvent(id: string, { code, by, message }: CloseInfo, stats: ConnectionStats): AppEvent {
  return { event: "closed", id, code, by, message, sent: totals(stats.sent), received: totals(stats.received) };
}

function totals({ frames, bytes, dropped }: Totals): Totals {
  return { frames, bytes, dropped };
}

function flow(flow: Flow): Flow {
  return { ...totals(flow), fps: round(flow.fps), bitrate: Math.round(flow.bitrate) };
}

function distribution({ p50, p95, max }: Distribution): Distribution {
  return { p50: round(p50), p95: round(p95), max: round(max) };
}

/** Two decimals are all that these numbers are good for. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
