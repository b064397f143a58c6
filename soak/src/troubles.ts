import type { Camera } from "./camera.ts";
import type { Client } from "./client.ts";
import type { Intruders } from "./intruders.ts";
import { between, type Random } from "./random.ts";
import type { Incident } from "./schedule.ts";

/** What incidents happen to. */
export interface Scene {
  readonly clients: readonly Client[];
  readonly camera: Camera;
  readonly intruders: Intruders;
  readonly random: Random;
}

/** Peers that come and say nothing: one, or more at once than a server waits for. */
const fewSilent = 3;
const manySilent = 150;

/** Bytes a second of a way that has become slow. */
const slowRate: readonly [number, number] = [30_000, 250_000];

/** Begins an incident. Gives back what ends it, when its time is over. */
export function begin(incident: Incident, scene: Scene): () => void {
  const { camera, intruders, random } = scene;
  switch (incident.kind) {
    case "camera away":
      camera.goAway();
      return camera.comeBack;
    case "garbage":
      intruders.sendGarbage();
      return () => {};
    case "wrong key":
      intruders.tryWrongKey();
      return () => {};
    case "silence":
      return intruders.beSilent(fewSilent);
    case "flood":
      return intruders.beSilent(manySilent);
    case "slow reader":
      return intruders.readSlowly();
    default:
      return beginAt(clientOf(incident, scene), incident.kind, random);
  }
}

function beginAt(client: Client, kind: "kill" | "stop" | "leave" | "cut" | "slow", random: Random): () => void {
  const { app, relay } = client;
  switch (kind) {
    case "kill":
      client.end("killed");
      return client.restart;
    case "leave":
      client.end("left");
      return client.restart;
    case "stop":
      app.signal("SIGSTOP");
      return () => app.signal("SIGCONT");
    case "cut":
      relay.cut();
      return relay.mend;
    case "slow":
      relay.setRate(between(random, ...slowRate));
      return () => relay.setRate(Number.POSITIVE_INFINITY);
  }
}

function clientOf({ client }: Incident, { clients }: Scene): Client {
  const found = clients[client ?? -1];
  if (!found) throw new RangeError(`There is no client ${client}.`);
  return found;
}
