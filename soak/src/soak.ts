/** The soak: a server and its clients through a schedule of incidents. */

import { createPairingKey } from "@framewire/security";
import { createHostilePeers, type HostilePeers } from "./incidents/hostile-peers.ts";
import { type Incident, schedule } from "./incidents/schedule.ts";
import { startIncident } from "./incidents/start-incident.ts";
import { type App, startApp } from "./peers/app.ts";
import { type Client, startClient } from "./peers/client.ts";
import { type MjpegCamera, startMjpegCamera } from "./peers/mjpeg-camera.ts";
import { createRandom } from "./random.ts";
import { until } from "./until.ts";
import type { Warning } from "./verdict/expected-warnings.ts";
import { type FrameTotals, frameTotalsOf } from "./verdict/frame-totals.ts";
import { monitorProcess, type Sample } from "./verdict/process-monitor.ts";

/** Options of {@link soak}. */
export interface SoakOptions {
  readonly seed: number;
  readonly clients: number;
  /** Length of the schedule, in milliseconds. */
  readonly length: number;
  /** Receives a sentence for each incident. */
  readonly log: (sentence: string) => void;
}

/** The result of a soak. */
export interface Outcome {
  readonly incidents: readonly Incident[];
  /**
   * Time from the end of the last incident until each client sends and receives frames, in milliseconds; undefined after a
   * timeout.
   */
  readonly recoveryTimes: readonly (number | undefined)[];
  readonly frameTotals: readonly FrameTotals[];
  readonly memory: readonly Sample[];
  /** The server's open descriptors, with all clients connected and no incident. */
  readonly descriptors: { readonly before: number; readonly after: number };
  readonly warnings: readonly Warning[];
  /** Connections that were admitted without the key. */
  readonly admittedWithoutKey: number;
  /** Exit codes of the server and of the clients, in that order. */
  readonly exits: readonly (number | string)[];
}

/** The time for a client to receive frames again, in milliseconds. */
const reconnectTimeoutMs = 20_000;

/** The pause before descriptors are counted, in milliseconds: closed connections free theirs after a bye. */
const descriptorPauseMs = 3000;

/** Runs a server and its clients through a schedule of incidents, then stops them. Rejects if they do not start in time. */
export async function soak({ seed, clients: count, length, log }: SoakOptions): Promise<Outcome> {
  const key = createPairingKey();
  const camera = await startMjpegCamera();
  const server = startApp(
    "server",
    ["--host", "127.0.0.1", "--port", "0", "--source", camera.url, "--keep-watching", "--max-clients", `${count + 4}`],
    key,
  );
  const { port } = await until(() => server.events.find((event) => event.event === "listening"), reconnectTimeoutMs);
  const clients = await Promise.all(Array.from({ length: count }, (_, index) => startClient(index + 1, port, key)));
  const hostilePeers = createHostilePeers({ port, key, random: createRandom(seed + 1) });
  const monitor = monitorProcess(server.pid);
  try {
    await waitForFrames(server, clients);
    await pause(descriptorPauseMs);
    const before = monitor.descriptors();
    log(`${count} clients are connected.`);

    const start = performance.now();
    const incidents = schedule({ seed, clients: count, length });
    await runIncidents(incidents, { clients, camera, hostilePeers, seed, log });
    const recoveryTimes = await waitForFrames(server, clients);
    log("All incidents are over.");
    await hostilePeers.close();
    await pause(descriptorPauseMs);
    const after = monitor.descriptors();
    monitor.stop();

    const exits = await hangUp(server, clients);
    return {
      incidents,
      recoveryTimes,
      frameTotals: frameTotalsOf(server, clients),
      memory: monitor.samples,
      descriptors: { before, after },
      warnings: warningsOf(server, clients, start),
      admittedWithoutKey: hostilePeers.admittedWithoutKey,
      exits,
    };
  } finally {
    monitor.stop();
    await hostilePeers.close();
    await Promise.all([camera.close(), ...clients.map(({ proxy }) => proxy.close())]);
    for (const app of [server, ...clients.map((client) => client.app)]) app.signal("SIGKILL");
  }
}

interface RunOptions {
  readonly clients: readonly Client[];
  readonly camera: MjpegCamera;
  readonly hostilePeers: HostilePeers;
  readonly seed: number;
  readonly log: (sentence: string) => void;
}

/** Runs each incident at its time. Resolves when all have ended. */
async function runIncidents(incidents: readonly Incident[], { seed, log, ...targets }: RunOptions): Promise<void> {
  const start = performance.now();
  const random = createRandom(seed + 2);
  const ends: Promise<void>[] = [];
  for (const incident of incidents) {
    await pause(start + incident.at - performance.now());
    const { kind, client, duration } = incident;
    log(`${kind}${client === undefined ? "" : `: client ${client + 1}`}, ${(duration / 1000).toFixed(1)} s`);
    const end = startIncident(incident, { ...targets, random });
    ends.push(pause(duration).then(end));
  }
  await Promise.all(ends);
}

/** Waits until frames flow both ways with each client. Resolves to the time that each took, in milliseconds. */
function waitForFrames(server: App, clients: readonly Client[]): Promise<readonly (number | undefined)[]> {
  const start = performance.now();
  return Promise.all(
    clients.map(async (client) => {
      const recovered = await until(() => framesFlow(server, client, start) || undefined, reconnectTimeoutMs).catch(
        () => false,
      );
      return recovered ? performance.now() - start : undefined;
    }),
  );
}

/** Whether the server's stats since `since` show that frames flow both ways with the client. */
function framesFlow(server: App, client: Client, since: number): boolean {
  const name = client.runs.at(-1)?.name;
  const connected = server.events.findLast((event) => event.event === "connected" && event.remote.name === name);
  if (connected?.event !== "connected") return false;
  const [last, before] = server.events
    .filter((event) => event.event === "stats" && event.id === connected.id && event.at > Math.max(connected.at, since))
    .slice(-2)
    .reverse();
  if (last?.event !== "stats" || before?.event !== "stats") return false;
  return last.sent.frames > before.sent.frames && last.received.frames > before.received.frames;
}

/** Hangs up the clients, then the server. Resolves to their exit codes, the server's first. */
async function hangUp(server: App, clients: readonly Client[]): Promise<readonly (number | string)[]> {
  for (const { app } of clients) app.hangUp();
  const clientExits = await Promise.all(clients.map(({ app }) => exitWithin(app.exited)));
  server.hangUp();
  return [await exitWithin(server.exited), ...clientExits];
}

function exitWithin(exited: Promise<number | string>): Promise<number | string> {
  return Promise.race([exited, pause(5000).then(() => "still running")]);
}

function warningsOf(server: App, clients: readonly Client[], start: number): readonly Warning[] {
  const apps = [{ name: "server", app: server }, ...clients.flatMap(({ runs }) => runs)];
  return apps.flatMap(({ name, app }) =>
    app.warnings.map(({ sentence, at }) => ({ app: name, sentence, at: Math.round(at - start) })),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
