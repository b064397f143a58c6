/** The street as JPEGs in a file, from which the camera of `pnpm bench links` reads. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { street } from "../footage.ts";
import { leftBehind, prefix } from "./network/namespaces.ts";

/** JPEGs in a file, which is removed when this process exits. */
export interface JpegFootage {
  readonly path: string;
  /** Mean size of a frame. */
  readonly frameBytes: number;
}

/** Ten seconds at 30 fps, which the camera repeats. */
const frameCount = 300;

/** Encodes the street as a camera of good quality does: about 64 KB a frame at 768x576, which is 16 Mbit/s at 30 fps. */
export function makeFootage({ width, height }: { readonly width: number; readonly height: number }): JpegFootage {
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
  for (const name of leftBehind(readdirSync(tmpdir()))) remove(join(tmpdir(), name));
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-${process.pid}-`));
  process.on("exit", () => remove(folder));
  const path = join(folder, "street.mjpeg");
  const output = ["-vf", `scale=${width}:${height}`, "-frames:v", String(frameCount), "-q:v", "4", "-f", "mjpeg", path];
  execFileSync("ffmpeg", ["-v", "error", "-i", street, ...output]);
  const frames = splitJpegs(readFileSync(path));
  return { path, frameBytes: frames.reduce((sum, { length }) => sum + length, 0) / frames.length };
}

/** Splits consecutive JPEGs. ffmpeg's contain no thumbnail, so the end marker appears only at the end. */
export function splitJpegs(file: Buffer): readonly Buffer[] {
  const endMarker = Buffer.from([0xff, 0xd9]);
  const frames: Buffer[] = [];
  for (let start = 0; start < file.length; ) {
    const end = file.indexOf(endMarker, start);
    if (end < 0) break;
    frames.push(file.subarray(start, end + 2));
    start = end + 2;
  }
  return frames;
}
