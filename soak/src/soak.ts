import { createPairingKey } from "@framewire/security";
import { type App, startApp } from "./app.ts";
import { type Camera, startCamera } from "./camera.ts";
import type { Warning } from "./causes.ts";
import { type Client, startClient } from "./client.ts";
import { type FrameTotals, frameTotalsOf } from "./frame-totals.ts";
import { type Sample, watch } from "./gauges.ts";
import { createIntruders, type Intruders } from "./intruders.ts";
import { createRandom } from "./random.ts";
import { type Incident, schedule } from "./schedule.ts";
import { begin } from "./troubles.ts";
import { until } from "./until.ts";

/** What a {@link soak} is of. */
export interface SoakOptions {
  readonly seed: number;
  readonly clients: number;
  /** Length of the schedule, in milliseconds. */
  readonly length: number;
  /** Receives a sentence for each event. */
  readonly say: (sentence: string) => void;
}

/** The result of a soak. */
export interface Outcome {
  readonly incidents: readonly Incident[];
  /** From the end of all trouble until pictures went both ways again, of each client, in milliseconds; undefined where they did not. */
  readonly returns: readonly (number | undefined)[];
  readonly accounts: readonly FrameTotals[];
  readonly memory: readonly Sample[];
  /** Of the server, with all clients there and nothing going on. */
  readonly descriptors: { readonly before: number; readonly after: number };
  readonly warnings: readonly Warning[];
  /** Connections that were admitted without the key. */
  readonly admittedWithoutKey: number;
  /** Of the server, then of the clients as they are told to leave. */
  readonly exits: readonly (number | string)[];
}

/** The time for a client to receive frames again, in milliseconds. */
const reconnectTimeoutMs = 20_000;

/** The pause before descriptors are counted, in milliseconds: closed connections free theirs after a bye. */
const settleMs = 3000;

/** Runs a server and its clients through a schedule of trouble, and sees what is left of them. */
export async function soak({ seed, clients: count, length, say }: SoakOptions): Promise<Outcome> {
  const key = createPairingKey();
  const camera = await startCamera();
  const server = startApp(
    "server",
    ["--host", "127.0.0.1", "--port", "0", "--source", camera.url, "--keep-watching", "--max-clients", `${count + 4}`],
    key,
  );
  const { port } = await until(() => server.events.find((event) => event.event === "listening"), reconnectTimeoutMs);
  const clients = await Promise.all(Array.from({ length: count }, (_, index) => startClient(index + 1, port, key)));
  const intruders = createIntruders({ port, key, random: createRandom(seed + 1) });
  const gauge = watch(server.pid);
  try {
    await waitForFrames(server, clients);
    await pause(settleMs);
    const before = gauge.descriptors();
    say(`${count} clients are connected.`);

    const start = performance.now();
    const incidents = schedule({ seed, clients: count, length });
    await trouble(incidents, { clients, camera, intruders, seed, say });
    const returns = await waitForFrames(server, clients);
    say("All incidents are over.");
    await intruders.close();
    await pause(settleMs);
    const after = gauge.descriptors();
    gauge.stop();

    const exits = await leave(server, clients);
    return {
      incidents,
      returns,
      accounts: frameTotalsOf(server, clients),
      memory: gauge.samples,
      descriptors: { before, after },
      warnings: warningsOf(server, clients, start),
      admittedWithoutKey: intruders.admittedWithoutKey,
      exits,
    };
  } finally {
    gauge.stop();
    await intruders.close();
    await Promise.all([camera.close(), ...clients.map(({ relay }) => relay.close())]);
    for (const app of [server, ...clients.map((client) => client.app)]) app.signal("SIGKILL");
  }
}

interface TroubleOptions {
  readonly clients: readonly Client[];
  readonly camera: Camera;
  readonly intruders: Intruders;
  readonly seed: number;
  readonly say: (sentence: string) => void;
}

/** Lets each incident happen in its time. */
async function trouble(incidents: readonly Incident[], { seed, say, ...scene }: TroubleOptions): Promise<void> {
  const start = performance.now();
  const random = createRandom(seed + 2);
  const ends: Promise<void>[] = [];
  for (const incident of incidents) {
    await pause(start + incident.at - performance.now());
    const { kind, client, lasts } = incident;
    say(`${kind}${client === undefined ? "" : `: client ${client + 1}`}, ${(lasts / 1000).toFixed(1)} s`);
    const end = begin(incident, { ...scene, random });
    ends.push(pause(lasts).then(end));
  }
  await Promise.all(ends);
}

/** Waits until pictures go both ways with each client. Gives back how long that took, in milliseconds. */
function waitForFrames(server: App, clients: readonly Client[]): Promise<readonly (number | undefined)[]> {
  const start = performance.now();
  return Promise.all(
    clients.map(async (client) => {
      const isThere = await until(() => flows(server, client, start) || undefined, reconnectTimeoutMs).catch(
        () => false,
      );
      return isThere ? performance.now() - start : undefined;
    }),
  );
}

/** Whether the server has told, after `since`, that pictures go both ways with the client. */
function flows(server: App, client: Client, since: number): boolean {
  const name = client.lives.at(-1)?.name;
  const met = server.events.findLast((event) => event.event === "connected" && event.remote.name === name);
  if (met?.event !== "connected") return false;
  const [last, before] = server.events
    .filter((event) => event.event === "stats" && event.id === met.id && event.at > Math.max(met.at, since))
    .slice(-2)
    .reverse();
  if (last?.event !== "stats" || before?.event !== "stats") return false;
  return last.sent.frames > before.sent.frames && last.received.frames > before.received.frames;
}

/** Has the clients leave, then the server. */
async function leave(server: App, clients: readonly Client[]): Promise<readonly (number | string)[]> {
  for (const { app } of clients) app.hangUp();
  const left = await Promise.all(clients.map(({ app }) => orNever(app.exited)));
  server.hangUp();
  return [await orNever(server.exited), ...left];
}

function orNever(exited: Promise<number | string>): Promise<number | string> {
  return Promise.race([exited, pause(5000).then(() => "still running")]);
}

function warningsOf(server: App, clients: readonly Client[], start: number): readonly Warning[] {
  const apps = [
    { who: "server", app: server },
    ...clients.flatMap(({ lives }) => lives.map(({ name, app }) => ({ who: name, app }))),
  ];
  return apps.flatMap(({ who, app }) =>
    app.warnings.map(({ sentence, at }) => ({ who, sentence, at: Math.round(at - start) })),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
