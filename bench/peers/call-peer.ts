/**
 * One side of the call of `bench/call.ts`, in a process of its own: shows its pictures to the other and decodes the
 * other's. Its arguments are server or client, the port, a file of raw RGB pictures, width, height and quality. It says
 * the port, and then for each number of pictures that it reads from its standard input what it did.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { connect } from "@framewire/client";
import { decode, jpeg } from "@framewire/codec";
import { createLatestSlot, now, sleep, type VideoFrame } from "@framewire/media";
import { listen } from "@framewire/server";
import { unprotected } from "../unprotected.ts";

const [role = "", port = "", file = "", ...numbers] = process.argv.slice(2);
const [width = 0, height = 0, quality = 0] = numbers.map(Number);
const fps = 30;
/** Within which the last pictures of a turn are there, encoded, sent and decoded. */
const lastMs = 200;

const bytes = readFileSync(file);
const size = width * height * 3;
const pictures = Array.from({ length: bytes.length / size }, (_, i) =>
  Uint8Array.from(bytes.subarray(i * size, (i + 1) * size)),
);
const camera = createLatestSlot<VideoFrame>();
let sequence = 0;
let shown = 0;
let lastShown = 0;

/** Shows the other side so many pictures, evenly spaced. */
async function roll(count: number): Promise<void> {
  const start = performance.now();
  for (let i = 1; i <= count; i++) {
    await sleep(Math.max(start + (i * 1000) / fps - performance.now(), 0));
    const data = pictures[sequence % pictures.length] as Uint8Array;
    camera.put({ format: "RGB", width, height, sequence: sequence++, timestamp: now(), data });
  }
}

function tell(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function open() {
  const source = (): AsyncIterable<VideoFrame> => ({ [Symbol.asyncIterator]: () => ({ next: () => camera.take() }) });
  // One level: the other side's tutorial has one too.
  const ladder = [{ quality, scale: 1, relativeBytes: 1 }];
  const options = { ...unprotected, source, encoding: { codecs: [jpeg], quality, ladder } };
  if (role === "client") {
    const connection = await connect(`127.0.0.1:${port}`, options);
    tell({ port });
    return connection;
  }
  const server = await listen({ ...options, port: 0, host: "127.0.0.1" });
  tell({ port: server.address.port });
  for await (const connection of server) return connection;
  throw new Error("Nobody called.");
}

async function watch(): Promise<void> {
  const { frames } = await open();
  for await (const picture of decode(frames, jpeg.createDecoder())) {
    shown++;
    lastShown = performance.now();
    picture.close?.();
  }
}

void watch();
for await (const line of createInterface({ input: process.stdin })) {
  const [start, cpu, before] = [performance.now(), process.cpuUsage(), shown];
  await roll(Number(line));
  await sleep(lastMs);
  const { user, system } = process.cpuUsage(cpu);
  tell({ shown: shown - before, seconds: (lastShown - start) / 1000, cpuSeconds: (user + system) / 1e6 });
}
