import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { VideoFrame } from "@framewire/media";

/** A street with people, 768x576: Debian's opencv-doc has it. */
const street = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** Pictures of a street, far from each other in time, in the size asked for; or a sentence why there are none. */
export function footage(width: number, height: number, count: number): readonly VideoFrame[] | string {
  if (!existsSync(street)) return `There is no footage: ${street} is missing (apt-get install opencv-doc).`;
  const everySo = Math.max(1, Math.floor(790 / count));
  const filter = `select=not(mod(n\\,${everySo})),scale=${width}:${height}`;
  const output = ["-frames:v", String(count), "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
  const { status, stdout, error } = spawnSync("ffmpeg", ["-v", "error", "-i", street, "-vf", filter, ...output], {
    maxBuffer: 2 ** 31 - 1,
  });
  if (error || status !== 0) return "There is no footage: it takes ffmpeg to read it (apt-get install ffmpeg).";
  const size = width * height * 3;
  return Array.from({ length: Math.floor(stdout.length / size) }, (_, sequence) => {
    const data = new Uint8Array(stdout.subarray(sequence * size, (sequence + 1) * size));
    return { sequence, timestamp: 33_333 * sequence, format: "RGB", width, height, data };
  });
}
