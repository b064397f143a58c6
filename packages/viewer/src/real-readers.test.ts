import type { EncodedFrame } from "@framewire/media";
import { needs } from "test-support/needs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { greyFrame } from "../testing/encoded-frames.ts";
import { type Counted, counted, loopOf } from "../testing/feed.ts";
import { runProgram, runPython } from "../testing/programs.ts";
import { createViewer, type Viewer } from "./viewer.ts";

const ffmpeg = needs("ffmpeg");
const openCv = needs("OpenCV for Python");
/** Frames that a reader must receive: somewhat less than four seconds. */
const count = 100;

let viewer: Viewer;
let source: Counted;

beforeEach(async () => {
  viewer = await createViewer();
  const frames: readonly EncodedFrame[] = await Promise.all([40, 80, 120].map((grey) => greyFrame("jpeg", grey)));
  // As large as a small camera's: bytes after the end of a JPEG are not part of it.
  const large = frames.map(({ data }) => Buffer.concat([data, Buffer.alloc(20_000)]));
  source = counted(loopOf(large, 64, 48, 33));
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: source.frames });
});

afterEach(() => viewer.close());

/** The reader received all frames of the source at its pace. */
function expectFullRate(): void {
  expect(viewer.state().streams[0]?.readers.dropped).toBe(0);
  expect(source.yielded).toBeGreaterThanOrEqual(count);
  expect(source.opened).toBe(1);
}

it.skipIf(ffmpeg.skip)(`ffmpeg reads a stream at full rate${ffmpeg.because}`, async () => {
  const input = ["-v", "error", "-f", "mpjpeg", "-i", `${viewer.url}streams/a.mjpg`];
  const hashes = await runProgram("ffmpeg", [...input, "-frames:v", String(count), "-f", "framemd5", "-"]);
  const frames = hashes.split("\n").filter((line) => /^0,/.test(line));
  expect(frames).toHaveLength(count);
  const decodedHashes = frames.map((line) => line.split(",").at(-1)?.trim());
  // The three take turns: none is missing, and none is repeated.
  decodedHashes.forEach((hash, index) => void expect(hash).toBe(decodedHashes[index % 3]));
  expect(new Set(decodedHashes).size).toBe(3);
  expectFullRate();
});

it.skipIf(openCv.skip)(`OpenCV reads a stream at full rate${openCv.because}`, async () => {
  const script = `
import sys, cv2
capture = cv2.VideoCapture(sys.argv[1])
greys = []
while len(greys) < ${count}:
    ok, image = capture.read()
    if not ok: break
    assert image.shape == (48, 64, 3), image.shape
    greys.append(round(float(image.mean()) / 40) * 40)
print(",".join(map(str, greys)))
`;
  const greys = (await runPython(script, `${viewer.url}streams/a.mjpg`)).trim().split(",").map(Number);
  expect(greys).toHaveLength(count);
  const turn = [40, 80, 120];
  const first = turn.indexOf(greys[0] ?? 0);
  greys.forEach((grey, index) => void expect(grey).toBe(turn[(first + index) % 3]));
  expectFullRate();
});
