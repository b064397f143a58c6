/** The parser of a camera's multipart stream. */

import { repairJpeg } from "../../../packages/capture/dist/jpeg/repair-jpeg.js";
import { parseContentType } from "../../../packages/capture/dist/mjpeg/multipart/content-type.js";
import { createJpegEnd } from "../../../packages/capture/dist/mjpeg/multipart/jpeg-end.js";
import {
  createMultipartParser,
  maxHeaderBytes,
  type Part,
  type SkippedPart,
} from "../../../packages/capture/dist/mjpeg/multipart/multipart-parser.js";
import { createRandom, seedOf } from "../engine/random.ts";
import { jpegOf } from "../support/jpeg.ts";
import { split } from "../support/split.ts";
import { bytesOf, ensure, type Target } from "../target.ts";

const maxPartBytes = 5000;

function parse(boundary: string | undefined, chunks: readonly Uint8Array[]): (Part | SkippedPart)[] {
  const parser = createMultipartParser({
    boundary,
    maxPartBytes,
    accept: (headers) => /^$|jpe?g|octet-stream/.test(parseContentType(headers.get("content-type")).type),
  });
  return chunks.flatMap((chunk) => [...parser.push(chunk, 0)]);
}

function textOf(part: Part | SkippedPart): string {
  if (part.kind === "skipped") return part.reason;
  return `${JSON.stringify([...part.headers])} ${Buffer.from(part.data).toString("hex")}`;
}

function jpegEnd(chunks: readonly Uint8Array[]): string {
  const end = createJpegEnd();
  let before = 0;
  for (const chunk of chunks) {
    const at = end.push(chunk);
    if (at >= 0) return `ended ${before + at}`;
    before += chunk.length;
  }
  return end.state;
}

const image = Buffer.from(jpegOf(64, 48)).toString("latin1");
const bare = Buffer.from(jpegOf(64, 48, { tables: false })).toString("latin1");
const declared = "multipart/x-mixed-replace; boundary=frame\n";
const headed = `Content-Type: image/jpeg\r\nContent-Length: ${image.length}\r\n\r\n`;

/** A camera's response: its content type up to the first line feed, then the body. */
export const multipart: Target = {
  invariants: [
    "Nothing is thrown.",
    "The parts, skipped data, and the end of a JPEG are the same however the stream is split.",
    "A part and its headers are within their limits; all together are no larger than the input.",
    "A JPEG grows by its Huffman tables and its end marker at most, and has a size from 1x1 to 65535x65535.",
  ],
  covers: [
    "capture/dist/mjpeg/multipart/multipart",
    "capture/dist/mjpeg/multipart/delimiter",
    "capture/dist/mjpeg/multipart/jpeg-",
    "capture/dist/mjpeg/multipart/part-buffer",
    "capture/dist/mjpeg/multipart/content-type",
    "capture/dist/jpeg/repair-jpeg",
    "capture/dist/jpeg/huffman",
  ],
  seeds: [
    `${declared}--frame\r\n${headed}${image}\r\n--frame\r\n${headed}${image}\r\n--frame--\r\n`,
    `${declared}--frame\nContent-Type: image/jpeg\n\n${image}\n--frame\n\n${bare}\n--frame\nContent-Type: text/plain\n\nx\n--frame--`,
    `multipart/x-mixed-replace;boundary="--a b\\"c"\n----a b"c\r\n${headed}${image}\r\n----a b"c--\r\n`,
    `multipart/x-mixed-replace; boundary=----\n------\r\n${headed}${image}\r\n--------\r\n`,
    `application/octet-stream\n\r\n--anything\r\n${headed}${image}\r\n--anything\r\n${headed}${image}`,
    `${declared}frame\r\nContent-Length: 10\r\n\r\n${image}\r\nframe\r\nContent-Length: 99999\r\n\r\n${image}\r\nframe\r\n`,
    `${declared}--frame\r\nX: ${"y".repeat(maxHeaderBytes)}\r\n\r\n--frame\r\n${headed}${image}`,
    `${declared}--frame\r\nContent-Type: image/jpeg\r\n\r\n${"z".repeat(maxPartBytes)}\r\n--frame\r\n${headed}${image}`,
  ].map(bytesOf),
  dictionary: [
    ...["--frame", "\r\n", "\n", "\r\n--frame\r\n", "--frame--", "Content-Type: image/jpeg", "Content-Length: 100\r\n"],
    ...["\r\n\r\n", "boundary=", "multipart/x-mixed-replace", "\xff\xd8", "\xff\xd9", "\xff\xda", "\xff\xe1", image],
  ].map(bytesOf),
  maxBytes: 20_000,
  run(input) {
    const line = input.indexOf(0x0a);
    const { boundary } = parseContentType(Buffer.from(input.subarray(0, Math.max(line, 0))).toString("latin1"));
    const body = input.slice(line + 1);
    const pieces = split(body, createRandom(seedOf(input)));
    const whole = parse(boundary, [body]);
    const [one, other] = [whole.map(textOf), parse(boundary, pieces).map(textOf)];
    ensure(one.join("\n") === other.join("\n"), `Split, the stream has other parts: ${one.length}, ${other.length}`);
    ensure(jpegEnd([body]) === jpegEnd(pieces), `The JPEG ${jpegEnd([body])}, split ${jpegEnd(pieces)}.`);
    let sum = 0;
    for (const part of whole) {
      if (part.kind === "skipped") continue;
      const fields = [...part.headers].reduce((bytes, [name, value]) => bytes + name.length + value.length, 0);
      sum += part.data.length + fields;
      ensure(part.data.length <= maxPartBytes, `A part has ${part.data.length} bytes.`);
      ensure(fields <= maxHeaderBytes, `The headers of a part have ${fields} bytes.`);
      const repaired = repairJpeg(part.data);
      if (typeof repaired === "string") continue;
      ensure(repaired.data.length <= part.data.length + 422, "A JPEG has grown by more than its tables and its end.");
      for (const side of [repaired.width, repaired.height]) ensure(side >= 1 && side <= 65_535, `A side is ${side}.`);
    }
    ensure(sum <= input.length, `The parts have ${sum} bytes, the input ${input.length}.`);
  },
};
