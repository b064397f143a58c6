import type { EncodedFrame } from "@framewire/media";
import { now } from "@framewire/media";
import { memoryTransports, openConnection } from "@framewire/protocol";
import { median, table } from "./table.ts";

/** How often a picture is copied on its way from one connection to another in the same process. */
export interface CopiesRow {
  readonly size: number;
  /** CPU time of sending and receiving a frame, both sides together. */
  readonly frameMicroseconds: number;
  /** CPU time of the same without a picture in it. */
  readonly emptyFrameMicroseconds: number;
  /** CPU time of copying as many bytes once into new memory. */
  readonly copyMicroseconds: number;
  /** What the picture adds to a frame, in copies. */
  readonly copies: number;
}

const sizes = [68_000, 200_000, 1_000_000];
const rounds = 5;
const framesPerRound = 4000;

/** Measures each size in turn with its copy and an empty frame, several times, and takes the medians. */
export async function measureCopies(): Promise<readonly CopiesRow[]> {
  for (let warmUp = 0; warmUp < 3; warmUp++) await frameTime(68_000);
  const rows: CopiesRow[] = [];
  for (const size of sizes) {
    const samples: { frame: number; empty: number; copy: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      samples.push({ frame: await frameTime(size), empty: await frameTime(1), copy: copyTime(size) });
    }
    rows.push({
      size,
      frameMicroseconds: median(samples.map(({ frame }) => frame)),
      emptyFrameMicroseconds: median(samples.map(({ empty }) => empty)),
      copyMicroseconds: median(samples.map(({ copy }) => copy)),
      copies: median(samples.map(({ frame, empty, copy }) => (frame - empty) / copy)),
    });
  }
  return rows;
}

/** The rows as a table. */
export function copiesTable(rows: readonly CopiesRow[]): string {
  return table(
    ["picture", "CPU µs a frame", "without the picture", "CPU µs to copy it once", "copies"],
    rows.map(({ size, frameMicroseconds, emptyFrameMicroseconds, copyMicroseconds, copies }) => [
      `${size / 1000} KB`,
      frameMicroseconds.toFixed(1),
      emptyFrameMicroseconds.toFixed(1),
      copyMicroseconds.toFixed(1),
      copies.toFixed(2),
    ]),
  );
}

async function frameTime(size: number): Promise<number> {
  const [left, right] = memoryTransports();
  const [sender, receiver] = await Promise.all([
    openConnection(left, { codecs: ["jpeg"], maxPacketsPerSecond: Infinity }),
    openConnection(right, { codecs: ["jpeg"], maxPacketsPerSecond: Infinity }),
  ]);
  const taken = take(receiver.frames);
  const cpu = process.cpuUsage();
  await sender.send(pictures(size));
  await sender.close();
  await taken;
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / receiver.stats().received.frames;
}

async function take(frames: AsyncIterable<EncodedFrame>): Promise<void> {
  for await (const _ of frames);
}

async function* pictures(size: number): AsyncGenerator<EncodedFrame> {
  const data = new Uint8Array(size);
  for (let sequence = 1; sequence <= framesPerRound; sequence++) {
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 768, height: 576, data };
  }
}

function copyTime(size: number): number {
  const picture = new Uint8Array(size);
  const cpu = process.cpuUsage();
  for (let count = 0; count < framesPerRound; count++) Buffer.allocUnsafeSlow(size).set(picture);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / framesPerRound;
}
