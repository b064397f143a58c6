import { sleep } from "@framewire/media";
import type { Task } from "../peers/fanout-server.ts";
import { startServer, startViewers } from "./processes.ts";

/** What one server did for its viewers. */
export interface Measurement {
  /** CPU of the server for each picture that came to a viewer. */
  readonly cpuMicroseconds: number;
  /** Of a viewer, on average. */
  readonly fps: number;
  readonly slowestFps: number;
  readonly ageP95Ms: number;
  /** The most that the server had. */
  readonly rssBytes: number;
  /** Cores that the viewers took: near 1 they were measured and not the server. */
  readonly viewerCores: number;
}

/** V8 has compiled what is used often by then: a server runs for hours. */
const warmUpMs = 20_000;

/** One server with so many viewers, for a time. */
export async function measure(task: Task, milliseconds: number): Promise<Measurement> {
  const server = await startServer(task);
  try {
    const viewers = await startViewers(task.kind === "bare" ? "bare" : "framewire", server, task.viewers);
    try {
      await sleep(warmUpMs);
      server.start();
      viewers.start();
      await sleep(milliseconds);
      const [{ cpuMicroseconds, rssBytes }, watched] = await Promise.all([server.stop(), viewers.stop()]);
      return {
        cpuMicroseconds: cpuMicroseconds / watched.frames,
        fps: watched.fps,
        slowestFps: watched.slowestFps,
        ageP95Ms: watched.ageP95Ms ?? Number.NaN,
        rssBytes,
        viewerCores: watched.cpuMicroseconds / 1e6 / watched.seconds,
      };
    } finally {
      viewers.kill();
    }
  } finally {
    server.kill();
  }
}
