/** The server of `bench/siege.ts`: shows a JPEG camera to whoever comes, and tells how much it took of the machine. */
import { pattern } from "@framewire/capture";
import { encode, jpeg } from "@framewire/codec";
import type { EncodedFrame, VideoSource } from "@framewire/media";
import { createPairingKey } from "@framewire/protocol/tls";
import { listen } from "@framewire/server";

/** Where the server is, and what lets a client in. */
export interface Place {
  readonly port: number;
  readonly key: string;
}

/** What the server took of the machine. */
export interface Usage {
  /** The most memory that it had. */
  readonly rssBytes: number;
  readonly cpuPercent: number;
}

/** One picture, encoded once, and given as a camera gives its own. */
async function createCamera(): Promise<VideoSource> {
  const encoded = await firstOf(encode(pattern({ width: 1280, height: 720 })(), jpeg.createEncoder()));
  return async function* (options): AsyncGenerator<EncodedFrame> {
    for await (const { sequence, timestamp } of pattern({ width: 16, height: 16, fps: 30 })(options)) {
      yield { ...encoded, sequence, timestamp, data: Uint8Array.from(encoded.data) };
    }
  };
}

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error("There is no first of nothing.");
}

const key = createPairingKey();
const server = await listen({ port: 0, host: "0.0.0.0", source: await createCamera(), key });
let most = 0;
let since = { cpu: process.cpuUsage(), at: performance.now() };
setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 100).unref();

process.on("message", (message: { readonly begin?: true }) => {
  if (message.begin) {
    most = process.memoryUsage.rss();
    since = { cpu: process.cpuUsage(), at: performance.now() };
    return;
  }
  const { user, system } = process.cpuUsage(since.cpu);
  const cpuPercent = (user + system) / (performance.now() - since.at) / 10;
  process.send?.({ usage: { rssBytes: most, cpuPercent } satisfies Usage });
});
process.once("disconnect", () => void server.close());
process.send?.({ place: { port: server.address.port, key } satisfies Place });
