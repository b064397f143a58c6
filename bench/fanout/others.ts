import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { sleep } from "@framewire/media";
import { pictureBytes } from "../peers/fanout-camera.ts";
import { table } from "../table.ts";
import { type Speech, startViewers } from "./processes.ts";

/** What another program took for the same pictures. */
export interface OtherRow {
  readonly name: string;
  readonly viewers: number;
  /** CPU for each picture that came to a viewer. */
  readonly cpuMicroseconds: number;
  readonly fps: number;
  readonly slowestFps: number;
  /** Null where no time travels with a picture. */
  readonly ageP95Ms: number | null;
}

interface Other {
  readonly name: string;
  readonly program: string;
  /** Debian's. */
  readonly packages: string;
  readonly speech: Speech;
  args(port: number): string[];
  /** What feeds it, in a process of its own whose CPU does not count. */
  feed?(port: number): ChildProcess;
}

const port = 4790;
const warmUpMs = 2000;

const others: readonly Other[] = [
  {
    name: "gstreamer tcpserversink",
    program: "gst-launch-1.0",
    packages: "gstreamer1.0-tools gstreamer1.0-plugins-base",
    speech: "raw",
    args: (port) => {
      // Pictures of one size, without anything between them: that is how a viewer tells one from the next.
      const size = ["sizetype=fixed", `sizemax=${pictureBytes}`, "filltype=pattern"];
      const pace = ["format=time", `datarate=${pictureBytes * 30}`, "is-live=true"];
      const newest = ["sync-method=latest", "recover-policy=latest", "buffers-soft-max=2"];
      return ["-q", "fakesrc", ...size, ...pace, "!", "tcpserversink", "host=127.0.0.1", `port=${port}`, ...newest];
    },
  },
  {
    name: "nats-server",
    program: "nats-server",
    packages: "nats-server",
    speech: "nats",
    args: (port) => ["-a", "127.0.0.1", "-p", `${port}`],
    feed: (port) =>
      spawn(process.execPath, [fileURLToPath(new URL("../peers/fanout-nats-camera.js", import.meta.url)), `${port}`]),
  },
];

/** Those that are installed serve so many viewers; `missing` says what is not there, and what cannot take part. */
export async function measureOthers(
  viewers: number,
  milliseconds: number,
): Promise<{ readonly rows: readonly OtherRow[]; readonly missing: readonly string[] }> {
  const rows: OtherRow[] = [];
  const missing = [
    "ffmpeg: its servers (tcp, http with -listen 1) serve one viewer and end with it.",
    "ustreamer: takes pictures from a V4L2 device only, and cannot be fed.",
  ];
  for (const other of others) {
    if (spawnSync(other.program, ["--version"]).error) {
      missing.push(`${other.name}: not installed; apt-get install ${other.packages}`);
      continue;
    }
    try {
      rows.push(await measureOther(other, viewers, milliseconds));
    } catch (error) {
      missing.push(`${other.name}: with ${viewers} viewers it failed: ${(error as Error).message}`);
    }
  }
  return { rows, missing };
}

async function measureOther(other: Other, viewers: number, milliseconds: number): Promise<OtherRow> {
  const { name, speech } = other;
  const server = spawn(other.program, other.args(port), { stdio: "ignore" });
  let feed: ChildProcess | undefined;
  try {
    await answering(server);
    feed = other.feed?.(port);
    const load = await startViewers(speech, { port, clockOffset: 0 }, viewers);
    try {
      await sleep(warmUpMs);
      const before = await cpuOf(server);
      load.start();
      await sleep(milliseconds);
      const [after, { frames, fps, slowestFps, ageP95Ms }] = await Promise.all([cpuOf(server), load.stop()]);
      return { name, viewers, cpuMicroseconds: (after - before) / frames, fps, slowestFps, ageP95Ms };
    } finally {
      load.kill();
    }
  } finally {
    feed?.kill("SIGKILL");
    server.kill("SIGKILL");
  }
}

/** Waits until the port is open. */
async function answering(server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt++) {
    const socket = connect({ port, host: "127.0.0.1" });
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(100);
  }
  throw new Error(`it does not listen on port ${port}.`);
}

/** User and system time of all its threads, in microseconds. The kernel counts in steps of 10 ms. */
async function cpuOf({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** The rows as a table, and below it who is not in it. */
export function othersTable(rows: readonly OtherRow[], missing: readonly string[]): string {
  const lines = table(
    ["others", "viewers", "CPU µs a delivered frame", "fps", "slowest viewer", "age p95, ms"],
    rows.map(({ name, viewers, cpuMicroseconds, fps, slowestFps, ageP95Ms }) => [
      name,
      viewers,
      cpuMicroseconds.toFixed(1),
      fps.toFixed(2),
      slowestFps.toFixed(2),
      ageP95Ms === null ? "–" : ageP95Ms.toFixed(1),
    ]),
  );
  return `${lines}${missing.map((line) => `\n${line}`).join("")}\n`;
}
