/** The events of `--json`. */
interface Totals {
  readonly frames: number;
  readonly bytes: number;
  readonly dropped: number;
}

interface DirectionStats extends Totals {
  readonly fps: number;
  readonly bitrate: number;
  readonly level: number;
  readonly stages: { readonly [stage in LatencyStage]?: Percentiles };
}

type LatencyStage = "acquired" | "encoded" | "queued" | "sent" | "received" | "consumed" | "decoded" | "shown";

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The lines of `--json` by the name of the event. They are repeated here, independently of the code, because scripts rely on them. */
interface Events {
  listening: { readonly host: string; readonly port: number };
  viewer: { readonly url: string };
  source: {
    readonly device: string;
    readonly width: number | null;
    readonly height: number | null;
    readonly fps: number | null;
    readonly format: string | null;
    readonly passthrough: boolean | null;
    readonly problem: string | null;
  };
  connected: {
    readonly id: string;
    readonly remote: { readonly name: string; readonly address: string };
    readonly send: { readonly codec: string | null };
    readonly receive: { readonly codec: string | null };
    readonly sent: Totals;
    readonly received: Totals;
  };
  stats: {
    readonly id: string;
    readonly sent: DirectionStats;
    readonly received: DirectionStats;
    readonly rttMs: number | null;
    readonly ageMs: Percentiles | null;
    readonly bandwidth: number | null;
    readonly inFlight: number;
    readonly congestionWindow: number;
    readonly clockOffsetMs: number | null;
    readonly clockUncertaintyMs: number | null;
    readonly remoteDemand: boolean;
    readonly localDemand: boolean;
  };
  closed: {
    readonly id: string;
    readonly code: string;
    readonly by: "local" | "remote" | "lost";
    readonly message: string;
    readonly sent: Totals & { readonly acked: number };
    readonly received: Totals;
  };
  refused: { readonly address: string; readonly code: string; readonly message: string };
  error: { readonly code: "usage" | "failed"; readonly message: string };
}

export type EventName = keyof Events;

/** A line of `--json`. `at` is when the test read it, in milliseconds of `performance.now()`. */
export type EventOf<Name extends EventName> = Name extends EventName
  ? Events[Name] & {
      readonly event: Name;
      readonly time: number;
      readonly app?: "server" | "client";
      readonly at: number;
    }
  : never;

export type AnyEvent = EventOf<EventName>;

/** Whether an event has this name. */
export function isEvent<Name extends EventName>(event: AnyEvent, name: Name): event is EventOf<Name> {
  return event.event === name;
}
