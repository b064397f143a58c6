import { between, createRandom, oneOf, type Random } from "./random.ts";

/** What happens to one client, or to the way to it. */
type ClientIncident = "kill" | "stop" | "leave" | "cut" | "slow";

/** What happens at the server. */
type ServerIncident = "camera away" | "garbage" | "wrong key" | "silence" | "slow reader" | "flood";

/** Something that happens for a while. */
export interface Incident {
  readonly kind: ClientIncident | ServerIncident;
  /** Which client, counted from 0; undefined for what happens at the server. */
  readonly client: number | undefined;
  /** When, and for how long, in milliseconds from the start. */
  readonly at: number;
  readonly lasts: number;
}

/** How long each kind lasts, in milliseconds. A client that is killed or leaves comes back after that. */
const lengths: Readonly<Record<Incident["kind"], readonly [number, number]>> = {
  kill: [200, 3000],
  stop: [300, 6000],
  leave: [200, 3000],
  cut: [300, 6000],
  slow: [2000, 10_000],
  "camera away": [500, 5000],
  garbage: [0, 0],
  "wrong key": [0, 0],
  silence: [3000, 6000],
  "slow reader": [3000, 8000],
  flood: [1000, 3000],
};

const ofClients: readonly ClientIncident[] = ["kill", "stop", "leave", "cut", "slow"];
const ofServer: readonly ServerIncident[] = ["camera away", "garbage", "wrong key", "silence", "slow reader", "flood"];

/** From one incident to the next, in milliseconds. */
const gap: readonly [number, number] = [200, 1800];

/** A pause after the last of a client's incidents, so that each is one of its own. */
const breath = 2500;

/** What a {@link schedule} is made of. */
export interface ScheduleOptions {
  readonly seed: number;
  readonly clients: number;
  /** In milliseconds; all is over by then. */
  readonly length: number;
}

/** What happens when, in order: the same for the same seed. A client, and the camera, has one incident at a time. */
export function schedule({ seed, clients, length }: ScheduleOptions): readonly Incident[] {
  const random = createRandom(seed);
  const incidents: Incident[] = [];
  const busyUntil = new Map<number | string, number>();
  for (let at = between(random, ...gap); at < length; at += between(random, ...gap)) {
    const incident = draw(random, clients, at);
    const who = incident.client ?? incident.kind;
    const ends = at + incident.lasts;
    if ((busyUntil.get(who) ?? 0) > at || ends > length) continue;
    busyUntil.set(who, ends + breath);
    incidents.push(incident);
  }
  return incidents;
}

function draw(random: Random, clients: number, at: number): Incident {
  const isOfClient = random() < 0.65;
  const kind = isOfClient ? oneOf(random, ofClients) : oneOf(random, ofServer);
  const client = isOfClient ? Math.floor(random() * clients) : undefined;
  return { kind, client, at: Math.round(at), lasts: Math.round(between(random, ...lengths[kind])) };
}
