import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leftBehind, prefix } from "./owner.ts";

/** Pictures of the street that OpenCV comes with, as JPEGs in a file that is removed with this process. */
export interface Footage {
  readonly path: string;
  readonly pictures: number;
  /** Of a picture, in the mean. */
  readonly bytes: number;
}

const street = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** Pictures taken: ten seconds at 30 fps, which begin anew at their end. */
const count = 300;

/** Why there is no footage here, if there is none. */
export function whyNoFootage(): string | undefined {
  return existsSync(street) ? undefined : "The footage is OpenCV's own example: apt-get install opencv-doc ffmpeg.";
}

/**
 * Encodes the footage as a camera of good quality does: about 64 KB a picture at 768x576, so that 30 of them
 * a second take 16 Mbit/s.
 */
export function makeFootage({ width, height }: { readonly width: number; readonly height: number }): Footage {
  const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
  for (const name of leftBehind(readdirSync(tmpdir()))) remove(join(tmpdir(), name));
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-${process.pid}-`));
  process.on("exit", () => remove(folder));
  const path = join(folder, "street.mjpeg");
  const scale = ["-vf", `scale=${width}:${height}`, "-frames:v", String(count), "-q:v", "4"];
  execFileSync("ffmpeg", ["-v", "error", "-i", street, ...scale, "-f", "mjpeg", path]);
  const pictures = splitPictures(readFileSync(path));
  return {
    path,
    pictures: pictures.length,
    bytes: pictures.reduce((sum, { length }) => sum + length, 0) / pictures.length,
  };
}

/** The JPEGs of a file in which they follow each other, with nothing between. ffmpeg's have no JPEG inside. */
export function splitPictures(file: Buffer): readonly Buffer[] {
  const pictures: Buffer[] = [];
  for (let start = 0; start < file.length; ) {
    const end = file.indexOf(endMarker, start);
    if (end < 0) break;
    pictures.push(file.subarray(start, end + 2));
    start = end + 2;
  }
  return pictures;
}

const endMarker = Buffer.from([0xff, 0xd9]);
