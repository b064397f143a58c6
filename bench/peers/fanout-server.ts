/**
 * A server of `bench/fanout.ts`, in a process of its own: Framewire's; a bare `node:net` server of length-prefixed
 * frames, which writes each picture to each viewer who has taken what it was sent before; or the sketch between them.
 */
import { createServer, type Socket } from "node:net";
import { createSimulcast, jpeg, ladder } from "@framewire/codec";
import { type EncodedFrame, now, type VideoSource } from "@framewire/media";
import { listen } from "@framewire/server";
import { unprotected } from "../unprotected.ts";
import { film, halt, roll, type Shot } from "./fanout-camera.ts";
import { sketch } from "./fanout-sketch.ts";

/** What the parent asks for. */
export interface Task {
  readonly kind: "bare" | "sketch" | "framewire";
  readonly viewers: number;
}

/** What the parent says while it works: to measure, or what the camera does. */
export type Order = "start" | "stop" | "roll" | "halt";

/** What the server says. */
export interface News {
  readonly listening?: {
    readonly port: number;
    /** This process's {@link now} clock minus the machine's monotonic one, in microseconds. */
    readonly clockOffset: number;
  };
  /** Between `start` and `stop`. */
  readonly measured?: {
    readonly cpuMicroseconds: number;
    /** Pictures that the camera gave. */
    readonly pictures: number;
    readonly rssBytes: number;
  };
  /** Twice a second. */
  readonly rssBytes?: number;
}

let pictures = 0;

async function framewire({ viewers }: Task): Promise<number> {
  const { address } = await listen({
    ...unprotected,
    port: 0,
    host: "127.0.0.1",
    source: createSimulcast(camera, [jpeg], { ladder: ladder.slice(0, 1) }),
    encoding: { codecs: [jpeg] },
    limits: { maxClients: viewers },
  });
  return address.port;
}

const camera: VideoSource = () => {
  let newest: EncodedFrame | undefined;
  let wake = (): void => {};
  film(({ sequence, timestamp, data }) => {
    pictures++;
    newest = { sequence, timestamp, codec: "jpeg", type: "key", width: 768, height: 576, data };
    wake();
  });
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        while (!newest) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const value = newest;
        newest = undefined;
        return { done: false, value };
      },
    }),
  };
};

async function bare(): Promise<number> {
  const viewers = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    viewers.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => viewers.delete(socket));
    socket.resume();
  });
  film((shot) => {
    pictures++;
    const packet = prefixed(shot);
    for (const viewer of viewers) if (!viewer.writableNeedDrain) viewer.write(packet);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

const servers = { bare, sketch: () => sketch(() => pictures++), framewire };

/** One buffer for all viewers: length, time, picture. */
function prefixed({ timestamp, data }: Shot): Buffer {
  const packet = Buffer.allocUnsafe(12 + data.byteLength);
  packet.writeUInt32LE(8 + data.byteLength);
  packet.writeBigUInt64LE(BigInt(timestamp), 4);
  packet.set(data, 12);
  return packet;
}

function tell(news: News): void {
  process.send?.(news);
}

process.once("message", async (task: Task) => {
  let cpu = process.cpuUsage();
  let before = 0;
  let rssBytes = 0;
  function sample(): void {
    const current = process.memoryUsage.rss();
    rssBytes = Math.max(rssBytes, current);
    tell({ rssBytes: current });
  }
  const port = await servers[task.kind](task);
  setInterval(sample, 500);
  const obey: Readonly<Record<Order, () => void>> = {
    roll,
    halt,
    start() {
      before = pictures;
      rssBytes = 0;
      sample();
      cpu = process.cpuUsage();
    },
    stop() {
      const { user, system } = process.cpuUsage(cpu);
      sample();
      tell({ measured: { cpuMicroseconds: user + system, pictures: pictures - before, rssBytes } });
    },
  };
  process.on("message", (order: Order) => obey[order]());
  process.once("disconnect", () => process.exit());
  process.on("error", () => process.exit());
  tell({ listening: { port, clockOffset: now() - Number(process.hrtime.bigint() / 1000n) } });
});
