import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { VideoFrame } from "@framewire/media";
import { type BothCosts, type Cost, turnMs } from "./compare.ts";
import type { Way } from "./way.ts";

/** Another program that encodes and decodes the same picture, or a sentence why it does not. */
type Peer = Way | string;

/** The peers, for one picture. `close` takes away the files that they read it from. */
export interface Peers {
  readonly tjbench: Peer;
  readonly opencv: Peer;
  close(): void;
}

/** Writes the picture where other programs can read it, and has each of them encode and decode it once. */
export function openPeers(frame: VideoFrame, quality: number): Peers {
  const folder = mkdtempSync(join(tmpdir(), "framewire-codec-"));
  const picture = join(folder, "picture.ppm");
  writeFileSync(picture, `P6\n${frame.width} ${frame.height}\n255\n`);
  writeFileSync(picture, frame.data, { flag: "a" });
  return {
    tjbench: tjbench(folder, picture, frame, quality),
    opencv: opencv(folder, picture, quality),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** libjpeg-turbo's own benchmark, with its defaults: one thread, memory that is used again. */
function tjbench(folder: string, picture: string, { width, height, data }: VideoFrame, quality: number): Peer {
  const pixels = width * height;
  const common = [picture, String(quality), "-rgb", "-subsamp", "420", "-quiet"];
  const run = (seconds: number, ...options: string[]) => {
    const times = ["-benchtime", String(seconds), "-warmup", String(seconds / 4)];
    return spawnSync("tjbench", [...common, ...times, ...options], { cwd: folder, encoding: "utf8" });
  };
  if (run(0.01).status !== 0) return "tjbench is missing (apt-get install libjpeg-turbo-progs).";
  const files = readdirSync(folder);
  const encoded = files.find((name) => name.endsWith(".jpg"));
  const decoded = files.find((name) => /_full\.ppm$/.test(name));
  if (!encoded || !decoded) return "tjbench is of a version that writes its pictures elsewhere.";

  const costAt = (megapixels: string | undefined): Cost => {
    const ms = pixels / 1000 / Number(megapixels);
    return { ms, cpuMs: ms };
  };
  return {
    what: "tjbench",
    bytes: readFileSync(join(folder, encoded)).length,
    pixels: readFileSync(join(folder, decoded)).subarray(-data.length),
    async run() {
      const { stdout } = run(turnMs / 1000, "-nowrite");
      const line = stdout.split("\n").find((each) => each.includes("4:2:0")) ?? "";
      // They end with megapixels a second of compression, the ratio of compression, and megapixels a second of decompression.
      const words = line.trim().split(/\s+/);
      return { encode: costAt(words.at(-3)), decode: costAt(words.at(-1)) };
    },
  };
}

/** OpenCV from Python, as most programs use it, with one thread. */
function opencv(folder: string, picture: string, quality: number): Peer {
  const script = fileURLToPath(new URL("../../peers/opencv_codec.py", import.meta.url));
  const decoded = join(folder, "opencv.rgb");
  const run = (times: number) =>
    spawnSync("/usr/bin/python3", [script, picture, String(quality), String(times), decoded], { encoding: "utf8" });
  const first = run(1);
  if (first.status !== 0) return "OpenCV for Debian's Python is missing (apt-get install python3-opencv).";
  const { bytes } = JSON.parse(first.stdout) as { bytes: number };
  return {
    what: "OpenCV",
    bytes,
    pixels: readFileSync(decoded),
    run: async () => JSON.parse(run(40).stdout) as BothCosts,
  };
}
