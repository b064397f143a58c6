import { type ChildProcess, type SpawnOptions, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Lab } from "./lab.ts";
import { followLines } from "./lines.ts";
import { nearAddress, python, scriptPath } from "./link.ts";
import type { Scenario } from "./scenarios.ts";

/** What a contestant's programs are started with. */
interface Place {
  readonly lab: Lab;
  /** Where the camera serves, on the near side. */
  readonly camera: string;
  readonly scenario: Scenario;
}

/** A way of sending pictures: a program at the camera, and one that looks. */
export interface Contestant {
  /** For `--peers`, and for the table. */
  readonly name: string;
  /** Its figures are those of Framewire, which have to reach the goals. */
  readonly ours?: boolean;
  /** Its receiver writes the client app's own events and not pictures. */
  readonly app?: boolean;
  /** Why it cannot take part here, if it cannot. */
  whyMissing?(scenario: Scenario): string | undefined;
  /** Starts what sends; resolves when it can be called. */
  serve(place: Place): Promise<ChildProcess>;
  /** Starts what receives. */
  receive(place: Place): ChildProcess;
}

const serverApp = fileURLToPath(import.meta.resolve("server"));
const clientApp = fileURLToPath(import.meta.resolve("client"));
const port = 4700;

/** Where a compiled peer is. */
export function peerPath(name: string): string {
  return fileURLToPath(new URL(`../peers/${name}.js`, import.meta.url));
}

/** How a program of a contestant is run: what it says is read, and what it complains of is seen. */
export const heard: SpawnOptions = { stdio: ["ignore", "pipe", "inherit"] };

/** As those beside which it is measured. */
const open = ["--insecure"];

/** The options that the server app has today: a benchmark of an older or newer one runs too. */
const serverHelp = spawnSync(process.execPath, [serverApp, "--help"], { encoding: "utf8" }).stdout;

function ifKnown(option: string, ...value: readonly string[]): readonly string[] {
  return serverHelp.includes(option) ? [option, ...value] : [];
}

async function serveFramewire({ lab, camera, scenario }: Place): Promise<ChildProcess> {
  const quiet = ["--json", "--view", "none", "--log-level", "error", ...open];
  const levels = scenario.fixedQuality ? ifKnown("--levels", "1") : [];
  const bound = [...ifKnown("--max-latency", "150ms"), ...levels];
  const child = lab.spawn(
    lab.namespaces[0],
    [process.execPath, serverApp, ...quiet, "--port", String(port), "--source", camera, ...bound],
    heard,
  );
  await listening(child);
  return child;
}

/** Waits until a program says on which port it listens. */
export function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("A server has not listened within 10 s.")), 10_000);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      end();
    };
    child.once("exit", (code) =>
      settle(() => reject(new Error(`A server ended before it listened, with code ${code}.`))),
    );
    if (!child.stdout) return;
    followLines<{ readonly port?: number }>(child.stdout, (news) => news.port !== undefined && settle(resolve));
  });
}

/** Framewire: the server app, and a receiver of `@framewire/client`. */
export const framewire: Contestant = {
  name: "framewire",
  ours: true,
  whyMissing: ({ fixedQuality }) =>
    fixedQuality && !serverHelp.includes("--levels") ? "missing: this server app has no --levels" : undefined,
  serve: serveFramewire,
  receive: ({ lab }) =>
    lab.spawn(lab.namespaces[1], [process.execPath, peerPath("framewire-receiver"), `${nearAddress}:${port}`], heard),
};

/** Framewire: both apps. The client sends a picture of a few bytes. */
export const apps: Contestant = {
  name: "apps/client",
  app: true,
  serve: serveFramewire,
  receive: ({ lab }) => {
    const quiet = ["--json", "--view", "none", ...ifKnown("--keep-watching"), "--log-level", "error", ...open];
    const pictures = ["--source", "pattern", "--size", "16x16", "--fps", "1"];
    const command = [process.execPath, clientApp, `${nearAddress}:${port}`, ...quiet, ...pictures] as const;
    return lab.spawn(lab.namespaces[1], [...command], heard);
  },
};

function naive(name: string, mode: "every" | "newest"): Contestant {
  return {
    name,
    serve: async ({ lab, camera }) => {
      const command = [process.execPath, peerPath("naive-server"), camera, String(port), mode] as const;
      const child = lab.spawn(lab.namespaces[0], [...command], heard);
      await listening(child);
      return child;
    },
    receive: ({ lab }) =>
      lab.spawn(lab.namespaces[1], [process.execPath, peerPath("naive-receiver"), nearAddress, String(port)], heard),
  };
}

const zeromq: Contestant = {
  name: "zeromq",
  whyMissing: () =>
    spawnSync(python, ["-c", "import zmq"]).status === 0 ? undefined : "missing: apt-get install python3-zmq",
  serve: async ({ lab, camera }) => {
    const command = [python, scriptPath("peers/zmq_publisher.py"), camera, String(port)] as const;
    const child = lab.spawn(lab.namespaces[0], [...command], heard);
    await listening(child);
    return child;
  },
  receive: ({ lab }) =>
    lab.spawn(lab.namespaces[1], [python, scriptPath("peers/zmq_subscriber.py"), nearAddress, String(port)], heard),
};

/** It hands the camera's pictures on as they are; begins to read them at once, and listens a little later. */
const ffmpeg: Contestant = {
  name: "ffmpeg",
  whyMissing: () => (spawnSync("ffmpeg", ["-version"]).status === 0 ? undefined : "missing: apt-get install ffmpeg"),
  serve: async ({ lab, camera }) => {
    const input = ["-fflags", "nobuffer", "-analyzeduration", "0", "-f", "mpjpeg", "-i", camera];
    const output = ["-c", "copy", "-flush_packets", "1", "-f", "mpjpeg", "-listen", "1", `http://0.0.0.0:${port}/`];
    return lab.spawn(lab.namespaces[0], ["ffmpeg", "-v", "error", ...input, ...output], heard);
  },
  receive: ({ lab }) =>
    lab.spawn(
      lab.namespaces[1],
      [process.execPath, peerPath("mjpeg-receiver"), `http://${nearAddress}:${port}/`],
      heard,
    ),
};

/** The others: what people write first, what they write next, a message queue, and MJPEG over HTTP. */
export const peers: readonly Contestant[] = [naive("naive", "every"), naive("newest-wins", "newest"), zeromq, ffmpeg];
