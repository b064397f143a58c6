/** Frames of a real street, which compress as a camera's do. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { VideoFrame } from "@framewire/media";

/** A street with people, 768x576, of Debian's opencv-doc. */
export const street = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** Throws when the street or ffmpeg is missing. */
export function requireFootage(): void {
  if (existsSync(street) && spawnSync("ffmpeg", ["-version"]).status === 0) return;
  throw new Error("The frames are of OpenCV's example video: apt-get install opencv-doc ffmpeg.");
}

/** Frames that are spread over the whole video, in the given size. */
export function footage(width: number, height: number, count: number): readonly VideoFrame[] {
  requireFootage();
  const every = Math.max(1, Math.floor(790 / count));
  const filter = `select=not(mod(n\\,${every})),scale=${width}:${height}`;
  const output = ["-frames:v", String(count), "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
  const { status, stdout } = spawnSync("ffmpeg", ["-v", "error", "-i", street, "-vf", filter, ...output], {
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 31 - 1,
  });
  if (status !== 0) throw new Error("ffmpeg could not read the footage; the lines above say why.");
  const size = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, sequence) => {
    const data = new Uint8Array(stdout.subarray(sequence * size, (sequence + 1) * size));
    return { sequence, timestamp: 33_333 * sequence, format: "RGB", width, height, data };
  });
}
