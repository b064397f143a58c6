import { fileURLToPath } from "node:url";
import { band, bandIn, readBlocks } from "../blocks.ts";
import type { Listening } from "../peers/readers-gateway.ts";
import { createParts } from "./parts.ts";

/** A program that reads a stream of pictures. */
export interface Program {
  readonly name: string;
  /** Runs and does nothing where the program is there. */
  readonly probe: readonly [string, ...string[]];
  /** What has the program. */
  readonly install: string;
  /** Words of the command that reads the stream at `url`, for ever. */
  command(url: string, size: Size): readonly [string, ...string[]];
  /** Makes what is given the program's output, and calls `found` with the number of each picture in it. */
  read(listening: Listening, found: (number: number) => void): (chunk: Buffer) => void;
  /** Numbers begin again after so many. */
  cycle(listening: Listening): number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Debian's own Python has Debian's OpenCV; another may be first on the path. */
const python = "/usr/bin/python3";

/** Programs that decode each picture, and write the part of it that the blocks are in. */
const decoding: Pick<Program, "read" | "cycle"> = {
  read({ numbers }, found) {
    const size = band.width * band.height;
    let rest = Buffer.alloc(0);
    return (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (; rest.length >= size; rest = rest.subarray(size)) {
        const reading = readBlocks(rest.subarray(0, size));
        if (reading) found(numbers.indexOf(reading.sequence));
      }
    };
  },
  cycle: ({ numbers }) => numbers.length,
};

const ffmpeg: Program = {
  name: "ffmpeg",
  probe: ["ffmpeg", "-version"],
  install: "ffmpeg",
  command(url, size) {
    const { left, top, width, height } = bandIn(size);
    const cut = `crop=${width}:${height}:${left}:${top},scale=${band.width}:${band.height}:flags=area,format=gray`;
    const output = ["-fps_mode", "passthrough", "-f", "rawvideo", "-flush_packets", "1", "-"];
    return ["ffmpeg", "-v", "error", "-f", "mpjpeg", "-i", `${url}.mjpg`, "-vf", cut, ...output];
  },
  ...decoding,
};

const openCv: Program = {
  name: "OpenCV",
  probe: [python, "-c", "import cv2"],
  install: "python3-opencv",
  command(url, size) {
    const script = fileURLToPath(new URL("../../peers/opencv_reader.py", import.meta.url));
    const { left, top, width, height } = bandIn(size);
    return [python, script, `${url}.mjpg`, ...[left, top, width, height, band.width, band.height].map(String)];
  },
  ...decoding,
};

const curl: Program = {
  name: "curl",
  probe: ["curl", "--version"],
  install: "curl",
  command: (url) => ["curl", "-s", "-N", `${url}.mjpg`],
  read: (_, found) => createParts((headers) => found(Number(headers.get("x-framewire-sequence")))),
  cycle: () => 2 ** 32,
};

/** The programs, in the order in which they read. */
export const programs: readonly Program[] = [ffmpeg, openCv, curl];
