/**
 * One side of Framewire's call in `pnpm bench call`. Arguments: server or client, port, file of raw RGB frames, width,
 * height, quality. Reports the port, then answers each number of frames with what it did.
 */
import { readFileSync } from "node:fs";
import { connect } from "@framewire/client";
import { decode, jpeg } from "@framewire/codec";
import { createLatestSlot, now, sleep, type VideoFrame } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { listen } from "@framewire/server";
import { requests, sendMessage } from "../peer.ts";

const [role = "", port = "", file = "", ...numbers] = process.argv.slice(2);
const [width = 0, height = 0, quality = 0] = numbers.map(Number);
const fps = 30;
/** Time for the last frames of a turn to be encoded, sent and decoded. */
const drainMs = 200;

const bytes = readFileSync(file);
const size = width * height * 3;
const pixels = Array.from({ length: bytes.length / size }, (_, i) =>
  Uint8Array.from(bytes.subarray(i * size, (i + 1) * size)),
);
const camera = createLatestSlot<VideoFrame>();
let sequence = 0;
let decoded = 0;
let lastDecoded = 0;

async function send(count: number): Promise<void> {
  const start = performance.now();
  for (let i = 1; i <= count; i++) {
    await sleep(Math.max(start + (i * 1000) / fps - performance.now(), 0));
    const data = pixels[sequence % pixels.length] as Uint8Array;
    camera.put({ format: "RGB", width, height, sequence: sequence++, timestamp: now(), data });
  }
}

async function open(): Promise<Connection> {
  const source = (): AsyncIterable<VideoFrame> => ({ [Symbol.asyncIterator]: () => ({ next: () => camera.take() }) });
  // One rendition, as the Python script has one.
  const ladder = [{ quality, scale: 1, relativeBytes: 1 }];
  const options = { security: { insecure: true }, source, encoding: { codecs: [jpeg], quality, ladder } } as const;
  if (role === "client") {
    const connection = await connect(`127.0.0.1:${port}`, options);
    sendMessage({ port });
    return connection;
  }
  const server = await listen({ ...options, port: 0, host: "127.0.0.1" });
  sendMessage({ port: server.address.port });
  for await (const connection of server) return connection;
  throw new Error("The server ended before a client connected.");
}

async function receive(): Promise<void> {
  const { frames } = await open();
  for await (const frame of decode(frames, jpeg.createDecoder())) {
    decoded++;
    lastDecoded = performance.now();
    frame.close?.();
  }
}

void receive();
for await (const count of requests<number>()) {
  const [start, cpu, before] = [performance.now(), process.cpuUsage(), decoded];
  await send(count);
  await sleep(drainMs);
  const { user, system } = process.cpuUsage(cpu);
  sendMessage({
    decoded: decoded - before,
    seconds: (lastDecoded - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
  });
}
process.exit();
