/** A seeded schedule of incidents. */

import { between, createRandom, oneOf, type Random } from "../random.ts";

/** The incidents of one client, or of its network. */
type ClientIncident = "kill" | "stop" | "leave" | "partition" | "throttle";

/** The incidents of the server. */
type ServerIncident = "camera outage" | "garbage" | "wrong key" | "idle sockets" | "slow reader" | "flood";

/** A failure of the schedule. */
export interface Incident {
  readonly kind: ClientIncident | ServerIncident;
  /** Index of the client; undefined for an incident of the server. */
  readonly client: number | undefined;
  /** Milliseconds from the start of the schedule. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** The shortest and the longest duration of each kind, in milliseconds. A killed or departed client restarts after it. */
const durations: Readonly<Record<Incident["kind"], readonly [number, number]>> = {
  kill: [200, 3000],
  stop: [300, 6000],
  leave: [200, 3000],
  partition: [300, 6000],
  throttle: [2000, 10_000],
  "camera outage": [500, 5000],
  garbage: [0, 0],
  "wrong key": [0, 0],
  "idle sockets": [3000, 6000],
  "slow reader": [3000, 8000],
  flood: [1000, 3000],
};

const clientKinds: readonly ClientIncident[] = ["kill", "stop", "leave", "partition", "throttle"];
const serverKinds: readonly ServerIncident[] = [
  "camera outage",
  "garbage",
  "wrong key",
  "idle sockets",
  "slow reader",
  "flood",
];

/** The shortest and the longest time between two incidents, in milliseconds. */
const gapMs: readonly [number, number] = [200, 1800];

/** The pause between two incidents of one client, so that it recovers from the first. */
const recoveryMs = 2500;

/** Options of {@link schedule}. */
export interface ScheduleOptions {
  readonly seed: number;
  readonly clients: number;
  /** In milliseconds. All incidents end by then. */
  readonly length: number;
}

/**
 * Draws the incidents of a seed, in order of time. Each client has one incident at a time, and the server one of each
 * kind.
 */
export function schedule({ seed, clients, length }: ScheduleOptions): readonly Incident[] {
  const random = createRandom(seed);
  const incidents: Incident[] = [];
  const busyUntil = new Map<number | string, number>();
  for (let at = between(random, ...gapMs); at < length; at += between(random, ...gapMs)) {
    const incident = draw(random, clients, at);
    const target = incident.client ?? incident.kind;
    const end = at + incident.duration;
    if ((busyUntil.get(target) ?? 0) > at || end > length) continue;
    busyUntil.set(target, end + recoveryMs);
    incidents.push(incident);
  }
  return incidents;
}

function draw(random: Random, clients: number, at: number): Incident {
  const isClientIncident = random() < 0.65;
  const kind = isClientIncident ? oneOf(random, clientKinds) : oneOf(random, serverKinds);
  const client = isClientIncident ? Math.floor(random() * clients) : undefined;
  return { kind, client, at: Math.round(at), duration: Math.round(between(random, ...durations[kind])) };
}
