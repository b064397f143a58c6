/**
 * A server of `pnpm bench fanout`. Arguments: its kind and the number of viewers. `framewire` is ours. `bare` is a
 * `node:net` server of length-prefixed frames that skips a viewer until its last frame has left.
 */
import { createServer, type Socket } from "node:net";
import { createSimulcast, jpeg, ladder } from "@framewire/codec";
import { createLatestSlot, type EncodedFrame, now, type VideoSource } from "@framewire/media";
import { listen } from "@framewire/server";
import { monotonic, requests, sendMessage } from "../peer.ts";
import { type CameraFrame, setPaused, startCamera } from "./camera.ts";

export type Kind = "bare" | "framewire";

/** The first message. */
export interface Listening {
  readonly port: number;
  /** The server's clock minus the machine's monotonic clock, in microseconds. */
  readonly clockOffset: number;
}

/** "stop" is answered with the {@link Usage} since "start"; the others have no answer. */
export type Request = "start" | "stop" | "pause" | "resume";

export interface Usage {
  readonly cpuMicroseconds: number;
  /** Peak memory. */
  readonly rssBytes: number;
}

async function framewire(viewers: number): Promise<number> {
  const { address } = await listen({
    security: { insecure: true },
    port: 0,
    host: "127.0.0.1",
    source: createSimulcast(camera, [jpeg], { ladder: ladder.slice(0, 1) }),
    encoding: { codecs: [jpeg] },
    limits: { maxClients: viewers },
  });
  return address.port;
}

const camera: VideoSource = () => {
  const slot = createLatestSlot<EncodedFrame>();
  startCamera((frame) => slot.put({ ...frame, codec: "jpeg", type: "key", width: 768, height: 576 }));
  return { [Symbol.asyncIterator]: () => ({ next: () => slot.take() }) };
};

async function bare(): Promise<number> {
  const viewers = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    viewers.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => viewers.delete(socket));
    socket.resume();
  });
  startCamera((frame) => {
    const packet = lengthPrefixed(frame);
    for (const viewer of viewers) if (!viewer.writableNeedDrain) viewer.write(packet);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

/** One buffer for all viewers: length, time, frame. */
function lengthPrefixed({ timestamp, data }: CameraFrame): Buffer {
  const packet = Buffer.allocUnsafe(12 + data.byteLength);
  packet.writeUInt32LE(8 + data.byteLength);
  packet.writeBigUInt64LE(BigInt(timestamp), 4);
  packet.set(data, 12);
  return packet;
}

const [kind, viewers] = process.argv.slice(2);
const port = await (kind === "bare" ? bare() : framewire(Number(viewers)));
let cpu = process.cpuUsage();
let rssBytes = 0;
setInterval(() => {
  rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
}, 500);
sendMessage({ port, clockOffset: now() - monotonic() } satisfies Listening);
for await (const request of requests<Request>()) {
  if (request === "pause" || request === "resume") setPaused(request === "pause");
  else if (request === "start") {
    rssBytes = process.memoryUsage.rss();
    cpu = process.cpuUsage();
  } else {
    const { user, system } = process.cpuUsage(cpu);
    sendMessage({
      cpuMicroseconds: user + system,
      rssBytes: Math.max(rssBytes, process.memoryUsage.rss()),
    } satisfies Usage);
  }
}
process.exit();
