import { execFileSync } from "node:child_process";
import { now, type VideoFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { needs } from "../../testing/programs.ts";
import { rtpH264, rtpJpegs, startRtspCamera } from "../../testing/rtsp-camera.ts";
import { ffmpeg } from "./ffmpeg.ts";

function encode(filter: string, options: string): Buffer {
  const input = ["-f", "lavfi", "-i", filter, "-frames:v", "40"];
  return execFileSync("ffmpeg", ["-v", "error", ...input, ...options.split(" "), "pipe:1"], { maxBuffer: 1e8 });
}

function jpegs(): Uint8Array[] {
  const all = encode("testsrc2=size=64x48:rate=10", "-c:v mjpeg -huffman default -pix_fmt yuvj420p -f mjpeg");
  const starts: number[] = [];
  for (let at = 0; at >= 0; at = all.indexOf("ffd8ff", at + 1, "hex")) starts.push(at);
  return starts.map((at, i) => all.subarray(at, starts[i + 1]));
}

/** Frames whose brightness is their number: 30 and three more for each. */
function h264(): Buffer {
  const options = "-threads 1 -bf 0 -pix_fmt yuv420p -c:v libx264 -x264-params keyint=10:repeat-headers=1 -f h264";
  return encode("nullsrc=size=64x48:rate=10,geq=lum='30+3*N':cb=128:cr=128", options);
}

const program = needs("ffmpeg");
describe.skipIf(program.skip)(`an RTSP camera${program.because}`, () => {
  it.each([
    ["JPEG", () => rtpJpegs(jpegs())],
    ["H.264", () => rtpH264(h264())],
  ])("whose clock is hours ahead for one frame has no old frames, and none are lost: %s", async (_, video) => {
    const stamp = (i: number, seconds: number) => (i === 10 ? seconds + 20_000 : seconds);
    await using camera = await startRtspCamera({ video: video(), fps: 20, stamp });
    let count = 0;
    for await (const { timestamp } of ffmpeg(camera.url)()) {
      expect(timestamp).toBeLessThanOrEqual(now());
      // Without a believable clock, each frame after the tenth is older than the one before.
      if (++count < 60) continue;
      expect(now() - timestamp).toBeLessThan(1.5e6);
      break;
    }
    expect(count).toBe(60);
  });

  it("of a codec without an end of frames: ffmpeg holds one frame back, and its age has that", async () => {
    await using camera = await startRtspCamera({ video: rtpH264(h264()), fps: 4 });
    const errors: number[] = [];
    const held: number[] = [];
    for await (const frame of ffmpeg(camera.url)()) {
      const brightness = (frame as VideoFrame).data[0] ?? 0;
      const i = Math.round(((brightness * 219) / 255 + 16 - 30) / 3);
      const sentAt = (performance.timeOrigin + (camera.sentAt[i] ?? 0)) * 1000;
      errors.push(frame.timestamp - sentAt);
      held.push(camera.sentAt.length - 1 - i);
      if (errors.length === 20) break;
    }
    // At 4 frames a second, a frame is 250 ms.
    expect(Math.min(...held)).toBe(1);
    expect(Math.min(...errors.slice(10))).toBeLessThan(125_000);
    expect(Math.max(...errors)).toBeLessThan(2e6);
  });
});
