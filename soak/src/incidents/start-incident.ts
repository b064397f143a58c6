/** Starts incidents. */

import type { Client } from "../peers/client.ts";
import type { MjpegCamera } from "../peers/mjpeg-camera.ts";
import { between, type Random } from "../random.ts";
import type { HostilePeers } from "./hostile-peers.ts";
import type { Incident } from "./schedule.ts";

/** The targets of incidents. */
export interface IncidentTargets {
  readonly clients: readonly Client[];
  readonly camera: MjpegCamera;
  readonly hostilePeers: HostilePeers;
  readonly random: Random;
}

/** Sockets that send nothing: fewer and more than a server's limit of half-open connections. */
const fewIdleSockets = 3;
const manyIdleSockets = 150;

/** The rate of a throttled network, in bytes per second. */
const throttledRate: readonly [number, number] = [30_000, 250_000];

/** Starts an incident. The returned function ends it. */
export function startIncident(incident: Incident, targets: IncidentTargets): () => void {
  const { camera, hostilePeers, random } = targets;
  switch (incident.kind) {
    case "camera outage":
      camera.goOffline();
      return camera.goOnline;
    case "garbage":
      hostilePeers.sendGarbage();
      return () => {};
    case "wrong key":
      hostilePeers.tryWrongKey();
      return () => {};
    case "idle sockets":
      return hostilePeers.openIdleSockets(fewIdleSockets);
    case "flood":
      return hostilePeers.openIdleSockets(manyIdleSockets);
    case "slow reader":
      return hostilePeers.readSlowly();
    default:
      return startClientIncident(clientOf(incident, targets), incident.kind, random);
  }
}

function startClientIncident(
  client: Client,
  kind: "kill" | "stop" | "leave" | "partition" | "throttle",
  random: Random,
): () => void {
  const { app, proxy } = client;
  switch (kind) {
    case "kill":
      client.kill();
      return client.restart;
    case "leave":
      client.hangUp();
      return client.restart;
    case "stop":
      app.signal("SIGSTOP");
      return () => app.signal("SIGCONT");
    case "partition":
      proxy.partition();
      return proxy.heal;
    case "throttle":
      proxy.setRate(between(random, ...throttledRate));
      return () => proxy.setRate(Number.POSITIVE_INFINITY);
  }
}

function clientOf({ client }: Incident, { clients }: IncidentTargets): Client {
  const found = clients[client ?? -1];
  if (!found) throw new RangeError(`There is no client ${client}.`);
  return found;
}
