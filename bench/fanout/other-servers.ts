/** Other programs that serve the same frames, for `pnpm bench fanout --peers`. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { sleep } from "@framewire/media";
import { nodeProgram } from "../peer.ts";
import { frameBytes } from "./camera.ts";
import { type Measurement, measurement, type Received, startViewers, type ViewerProtocol } from "./run.ts";

/** What one program used. */
export interface OtherRow extends Measurement {
  readonly name: string;
  readonly viewers: number;
}

interface OtherServer {
  readonly name: string;
  /** Debian's packages. */
  readonly packages: string;
  readonly protocol: ViewerProtocol;
  readonly command: readonly [string, ...string[]];
  /** A process that feeds the server. Its CPU is not counted. */
  readonly feed?: readonly [string, ...string[]];
}

const port = 4790;
const warmUpMs = 2000;

const otherServers: readonly OtherServer[] = [
  {
    name: "gstreamer tcpserversink",
    packages: "gstreamer1.0-tools gstreamer1.0-plugins-base",
    protocol: "raw",
    command: [
      "gst-launch-1.0",
      ..."-q fakesrc sizetype=fixed filltype=pattern format=time is-live=true".split(" "),
      // Frames of one size with nothing between them: the viewers split them by size.
      ...[`sizemax=${frameBytes}`, `datarate=${frameBytes * 30}`, "!", "tcpserversink", "host=127.0.0.1"],
      ...[`port=${port}`, "sync-method=latest", "recover-policy=latest", "buffers-soft-max=2"],
    ],
  },
  {
    name: "nats-server",
    packages: "nats-server",
    protocol: "nats",
    command: ["nats-server", "-a", "127.0.0.1", "-p", `${port}`],
    feed: nodeProgram("fanout/nats-camera", port),
  },
];

/** Measures each program that is installed. `missing` has a line for each of the others. */
export async function measureOtherServers(
  viewers: number,
  milliseconds: number,
): Promise<{ readonly rows: readonly OtherRow[]; readonly missing: readonly string[] }> {
  const rows: OtherRow[] = [];
  const missing: string[] = [];
  for (const other of otherServers) {
    if (spawnSync(other.command[0], ["--version"]).error) {
      missing.push(`${other.name} is not installed: apt-get install ${other.packages}\n`);
      continue;
    }
    try {
      rows.push(await measureOne(other, viewers, milliseconds));
    } catch (error) {
      missing.push(`${other.name} failed with ${viewers} viewers: ${(error as Error).message}\n`);
    }
  }
  return { rows, missing };
}

async function measureOne(other: OtherServer, count: number, milliseconds: number): Promise<OtherRow> {
  const [program, ...args] = other.command;
  const server = spawn(program, args, { stdio: "ignore" });
  let feed: ChildProcess | undefined;
  try {
    await untilListening(server);
    if (other.feed) feed = spawn(other.feed[0], other.feed.slice(1));
    const viewers = await startViewers(other.protocol, { port, clockOffset: 0 }, count);
    try {
      await sleep(warmUpMs);
      const before = await cpuMicroseconds(server);
      viewers.send("start");
      await sleep(milliseconds);
      const used = (await cpuMicroseconds(server)) - before;
      viewers.send("stop");
      return { name: other.name, viewers: count, ...measurement(await viewers.receive<Received>(), used, null) };
    } finally {
      viewers.kill();
    }
  } finally {
    feed?.kill("SIGKILL");
    server.kill("SIGKILL");
  }
}

async function untilListening(server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt++) {
    const socket = connect({ port, host: "127.0.0.1" });
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(100);
  }
  throw new Error(`It does not listen on port ${port}.`);
}

/** User and system time of all threads. The kernel counts in steps of 10 ms. */
async function cpuMicroseconds({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
