/** gstreamer's tcpserversink, which serves the same frames, for `pnpm bench fanout --peers`. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { sleep } from "@framewire/media";
import { frameBytes } from "./camera.ts";
import { type Measurement, measurement, type Received, startViewers } from "./run.ts";

const port = 4790;
const warmUpMs = 2000;
const program = "gst-launch-1.0";
/** Frames of one size with nothing between them: the viewers split them by size. */
const pipeline = [
  ..."-q fakesrc sizetype=fixed filltype=pattern format=time is-live=true".split(" "),
  ...[`sizemax=${frameBytes}`, `datarate=${frameBytes * 30}`, "!", "tcpserversink", "host=127.0.0.1", `port=${port}`],
  ..."sync-method=latest recover-policy=latest buffers-soft-max=2".split(" "),
];

/** Measures it once. Throws when it is not installed. */
export async function measureGstreamer(count: number, milliseconds: number): Promise<Measurement> {
  if (spawnSync(program, ["--version"]).error) {
    throw new Error("gstreamer is missing: apt-get install gstreamer1.0-tools gstreamer1.0-plugins-base");
  }
  const server = spawn(program, pipeline, { stdio: "ignore" });
  try {
    await untilListening(server);
    const viewers = await startViewers("raw", { port, clockOffset: 0 }, count);
    try {
      await sleep(warmUpMs);
      const before = await cpuMicroseconds(server);
      viewers.send("start");
      await sleep(milliseconds);
      const used = (await cpuMicroseconds(server)) - before;
      viewers.send("stop");
      return measurement(await viewers.receive<Received>(), used, null);
    } finally {
      viewers.kill();
    }
  } finally {
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
  throw new Error(`gstreamer does not listen on port ${port}.`);
}

/** User and system time of all threads. The kernel counts in steps of 10 ms. */
async function cpuMicroseconds({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
