/** A fan-out server and its viewers, each in a process of its own. */
import { sleep } from "@framewire/media";
import { nodeProgram, type Peer, pythonScript, startPeer } from "../peer.ts";
import { frameBytes } from "./camera.ts";
import type { Kind, Listening, Request, Usage } from "./server.ts";

/** What a server did for its viewers in some time. */
export interface Measurement {
  /** CPU of the server for each frame that a viewer received. */
  readonly cpuMicroseconds: number;
  /** Mean of the viewers. */
  readonly fps: number;
  readonly slowestFps: number;
  /** From the camera to the last byte of the frame; null where frames carry no time. */
  readonly ageP95Ms: number | null;
  /** Peak memory of the server; null where it is not measured. */
  readonly rssBytes: number | null;
  /** Cores that the viewers used. Near 1 the viewers are the limit, not the server. */
  readonly viewerCores: number;
}

/** A server with its viewers. Its camera runs until `pause` or the end of a turn. */
export interface Running {
  readonly kind: Kind;
  pause(): void;
  turn(milliseconds: number): Promise<Measurement>;
  end(): void;
}

/** Time from the camera's start until the measurement. */
const settleMs = 1500;

/** Starts one of our servers and its viewers. */
export async function startKind(kind: Kind, count: number): Promise<Running> {
  const server = startPeer(nodeProgram("fanout/server", kind, count));
  const request = (what: Request): void => server.send(what);
  try {
    const viewers = await startViewers(kind, await server.receive<Listening>(), count);
    return {
      kind,
      pause: () => request("pause"),
      async turn(milliseconds) {
        request("resume");
        await sleep(settleMs);
        request("start");
        viewers.send("start");
        await sleep(milliseconds);
        request("stop");
        viewers.send("stop");
        const [usage, received] = await Promise.all([server.receive<Usage>(), viewers.receive<Received>()]);
        request("pause");
        return measurement(received, usage.cpuMicroseconds, usage.rssBytes);
      },
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

/** The protocol that the viewers speak. `raw` is frames of one size with nothing between them. */
export type ViewerProtocol = Kind | "raw";

/** What the viewers received between "start" and "stop". */
export interface Received {
  readonly seconds: number;
  /** Of all viewers together. */
  readonly frames: number;
  readonly fps: number;
  readonly slowestFps: number;
  readonly ageP95Ms: number | null;
  readonly cpuMicroseconds: number;
}

/** Connects the viewers, and resolves when the server has accepted all of them. */
export async function startViewers(
  protocol: ViewerProtocol,
  { port, clockOffset }: Listening,
  count: number,
): Promise<Peer> {
  const viewers = startPeer(pythonScript("fanout/viewers", protocol, port, count, frameBytes, clockOffset));
  const { ready } = await viewers.receive<{ readonly ready: number }>();
  if (ready === count) return viewers;
  viewers.kill();
  throw new Error(`The server accepted ${ready} of ${count} viewers.`);
}

/** Combines what the viewers received with what the server used for it. */
export function measurement(received: Received, cpuMicroseconds: number, rssBytes: number | null): Measurement {
  const { frames, fps, slowestFps, ageP95Ms, seconds } = received;
  const viewerCores = received.cpuMicroseconds / 1e6 / seconds;
  return { cpuMicroseconds: cpuMicroseconds / frames, fps, slowestFps, ageP95Ms, rssBytes, viewerCores };
}
