import type { EncodedFrame } from "@framewire/media";
import { needs } from "test-support/needs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Counted, counted, loopOf } from "../testing/feed.ts";
import { pictureOf } from "../testing/pictures.ts";
import { runProgram, runPython } from "../testing/programs.ts";
import { createViewer, type Viewer } from "./viewer.ts";

const ffmpeg = needs("ffmpeg");
const openCv = needs("OpenCV for Python");
/** Frames that a reader is to have: somewhat less than four seconds. */
const count = 100;

let viewer: Viewer;
let source: Counted;

beforeEach(async () => {
  viewer = await createViewer();
  const pictures: readonly EncodedFrame[] = await Promise.all([40, 80, 120].map((grey) => pictureOf("jpeg", grey)));
  // As large as those of a small camera: what follows the end of a JPEG is no part of it.
  const large = pictures.map(({ data }) => Buffer.concat([data, Buffer.alloc(20_000)]));
  source = counted(loopOf(large, 64, 48, 33));
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: source.frames });
});

afterEach(() => viewer.close());

/** All that the source gave has gone to the reader: none was left out, and it kept pace. */
function expectFullRate(): void {
  expect(viewer.state().streams[0]?.readers.dropped).toBe(0);
  expect(source.given).toBeGreaterThanOrEqual(count);
  expect(source.opened).toBe(1);
}

it.skipIf(ffmpeg.skip)(`ffmpeg reads a stream at full rate${ffmpeg.because}`, async () => {
  const input = ["-v", "error", "-f", "mpjpeg", "-i", `${viewer.url}streams/a.mjpg`];
  const hashes = await runProgram("ffmpeg", [...input, "-frames:v", String(count), "-f", "framemd5", "-"]);
  const frames = hashes.split("\n").filter((line) => /^0,/.test(line));
  expect(frames).toHaveLength(count);
  const pictures = frames.map((line) => line.split(",").at(-1)?.trim());
  // They come in turn: none is missing, and none comes twice.
  pictures.forEach((picture, index) => void expect(picture).toBe(pictures[index % 3]));
  expect(new Set(pictures).size).toBe(3);
  expectFullRate();
});

it.skipIf(openCv.skip)(`OpenCV reads a stream at full rate${openCv.because}`, async () => {
  const script = `
import sys, cv2
capture = cv2.VideoCapture(sys.argv[1])
greys = []
while len(greys) < ${count}:
    ok, picture = capture.read()
    if not ok: break
    assert picture.shape == (48, 64, 3), picture.shape
    greys.append(round(float(picture.mean()) / 40) * 40)
print(",".join(map(str, greys)))
`;
  const greys = (await runPython(script, `${viewer.url}streams/a.mjpg`)).trim().split(",").map(Number);
  expect(greys).toHaveLength(count);
  const turn = [40, 80, 120];
  const first = turn.indexOf(greys[0] ?? 0);
  greys.forEach((grey, index) => void expect(grey).toBe(turn[(first + index) % 3]));
  expectFullRate();
});
