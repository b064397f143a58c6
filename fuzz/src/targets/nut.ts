/** The reader of NUT, the container that ffmpeg writes. */

import { createNutReader, type NutEvent } from "../../../packages/capture/dist/ffmpeg/nut/nut-reader.js";
import { createRandom, seedOf } from "../engine/random.ts";
import { split } from "../support/split.ts";
import { bytesOf, ensure, type Target } from "../target.ts";

const maxFrameBytes = 100_000;

interface ReadResult {
  readonly events: readonly NutEvent[];
  readonly refusal: string;
}

function read(chunks: readonly Uint8Array[]): ReadResult {
  const reader = createNutReader({ maxFrameBytes });
  const events: NutEvent[] = [];
  try {
    for (const chunk of chunks) events.push(...reader.push(Buffer.from(chunk), 0));
  } catch (error) {
    const { name, message } = error as Error;
    ensure(name === "Error", `What is thrown is not the reader's own Error: ${(error as Error).stack}`);
    return { events, refusal: message };
  }
  return { events, refusal: "" };
}

function textOf(event: NutEvent): string {
  return JSON.stringify(event.kind === "frame" ? { ...event, data: event.data.toString("hex") } : event);
}

/** NUT's variable-length number: seven bits per byte, the most significant first. */
function number(value: number): number[] {
  return value < 128 ? [value] : [...number(Math.floor(value / 128)).map((byte) => byte | 128), value % 128];
}

function header(code: string, ...body: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(code, "hex"), Uint8Array.from([...number(body.length + 4), ...body, 0, 0, 0, 0])]);
}

/** A stream as ffmpeg writes it: one time base, one frame code with all fields coded, and the elided headers. */
function stream(elided: readonly number[], ...frames: readonly Uint8Array[]): Uint8Array {
  const fields = [...number(4096), 6, 1, 1, 0, 0, 0, ...number(255)];
  const count = elided.length > 0 ? [1, elided.length, ...elided] : [0];
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("nut/multimedia container\0"),
      header("4e4d7a561f5f04ad", 3, 1, ...number(32_768), 1, 1, 25, ...fields, ...count),
      header("4e5311405bf2f9db", 0, 0, 4, ...Buffer.from("MJPG"), 0, 7, 1, 0, 0, 0, 64, 48, 1, 1, 0),
      header("4e49ab68b596ba78", 0, 0, 0, 0, 1, 12, ...Buffer.from("r_frame_rate"), 2, 4, ...Buffer.from("25/1")),
      header("4e4be4adeeca4569", 0, 0),
      ...frames,
    ]),
  );
}

/** A frame of code 0 with coded timestamp and size: flags 8 and 32. */
function frame(pts: number, data: Uint8Array, flags = 40): Uint8Array {
  return new Uint8Array(
    Buffer.concat([Uint8Array.from([0, ...number(flags), ...number(pts), ...number(data.length)]), data]),
  );
}

const data = Uint8Array.from({ length: 300 }, (_, i) => i);

/** A NUT stream that ffmpeg writes, from an untrusted file or camera. */
export const nut: Target = {
  invariants: [
    "A stream is read, or refused with the reader's own Error.",
    "The frames and the refusal are the same however the stream is split.",
    "A frame is within the limit; all frames together are no larger than the input plus the elided headers.",
    "Timestamps are finite, and the frame rate is more than 0 and at most 1000.",
  ],
  covers: ["capture/dist/ffmpeg/nut"],
  seeds: [
    stream([], frame(128, data), frame(129, data.slice(0, 10)), frame(2, data)),
    stream([0xff, 0xd8, 0xff], frame(128, data, 40 + 1024), frame(300, new Uint8Array(0))),
    stream([], frame(128, data, 40 + 64 + 128), frame(3, data, 40 + 16 + 2048)),
  ],
  dictionary: [
    ...[
      "4e4d7a561f5f04ad",
      "4e5311405bf2f9db",
      "4e49ab68b596ba78",
      "4e4be4adeeca4569",
      "ffffffffffffff7f",
      "8000",
      "ff7f",
    ].map((hex) => new Uint8Array(Buffer.from(hex, "hex"))),
    ...["nut/multimedia container\0", "r_frame_rate", "25/1", "30000/1001", "0/0", "1e999/1"].map(bytesOf),
  ],
  maxBytes: 10_000,
  run(input) {
    const whole = read([input]);
    const pieces = read(split(input, createRandom(seedOf(input))));
    ensure(whole.refusal === pieces.refusal, `Refused with “${whole.refusal}”, and split with “${pieces.refusal}”`);
    const [one, other] = [whole.events.map(textOf), pieces.events.map(textOf)];
    // Complete frames in the same chunk as the refused data are not returned.
    const same = whole.refusal === "" ? one.join("\n") === other.join("\n") : one.every((text, i) => text === other[i]);
    ensure(same, "Split, the stream has other frames.");
    let sum = 0;
    for (const event of pieces.events) {
      if (event.kind === "frame") {
        sum += event.data.length;
        ensure(event.data.length <= maxFrameBytes, `A frame has ${event.data.length} bytes.`);
        ensure(Number.isFinite(event.pts), `The timestamp of a frame is ${event.pts}.`);
      } else ensure(event.fps === undefined || (event.fps > 0 && event.fps <= 1000), `The rate is ${event.fps}.`);
    }
    const left = pieces.events.length * Math.min(input.length, 4096);
    ensure(sum <= input.length + left, `The frames have ${sum} bytes, the input ${input.length}.`);
  },
};
