import { sleep } from "@framewire/media";
import type { Task } from "../peers/fanout-server.ts";
import { type FanoutServer, observe, startServer, startViewers, type Viewers } from "./processes.ts";

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

/** A server with its viewers. Its camera rolls at first. */
export interface Contestant {
  readonly kind: Task["kind"];
  /** Halts its camera until its first turn. */
  halt(): void;
  /** Measures it for a time, and halts its camera. */
  turn(milliseconds: number): Promise<Measurement>;
  end(): void;
}

/** From the camera's first picture until all is as it stays. */
const settleMs = 1500;

/** Starts a server and its viewers. */
export async function enter(task: Task): Promise<Contestant> {
  const server = await startServer(task);
  try {
    const viewers = await startViewers(task.kind === "bare" ? "bare" : "framewire", server, task.viewers);
    return {
      kind: task.kind,
      halt: () => server.halt(),
      turn: (milliseconds) => measure(server, viewers, milliseconds),
      end() {
        viewers.kill();
        server.kill();
      },
    };
  } catch (error) {
    server.kill();
    throw error;
  }
}

async function measure(server: FanoutServer, viewers: Viewers, milliseconds: number): Promise<Measurement> {
  server.roll();
  await sleep(settleMs);
  const [{ cpuMicroseconds, rssBytes }, watched] = await observe(server, viewers, milliseconds);
  server.halt();
  return {
    cpuMicroseconds: cpuMicroseconds / watched.frames,
    fps: watched.fps,
    slowestFps: watched.slowestFps,
    ageP95Ms: watched.ageP95Ms ?? Number.NaN,
    rssBytes,
    viewerCores: watched.cpuMicroseconds / 1e6 / watched.seconds,
  };
}
