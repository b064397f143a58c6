/** tjbench and OpenCV, which encode and decode the same frame. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VideoFrame } from "@framewire/media";
import { pythonScript } from "../peer.ts";
import { type Candidate, type CodecCost, type Cost, quality, turnMs } from "./cost.ts";

/** The programs that are installed. `close` removes their files. */
export interface OtherPrograms {
  readonly programs: readonly Candidate[];
  readonly tjbench: Candidate | undefined;
  close(): void;
}

/** Writes the frame to a file, and has each program encode and decode it once. Missing ones are named on standard error. */
export function openOtherPrograms(frame: VideoFrame): OtherPrograms {
  const folder = mkdtempSync(join(tmpdir(), "framewire-codec-"));
  const input = join(folder, "frame.ppm");
  writeFileSync(input, `P6\n${frame.width} ${frame.height}\n255\n`);
  writeFileSync(input, frame.data, { flag: "a" });
  const opened = [openTjbench(folder, input, frame), openOpenCV(folder, input)];
  const programs = opened.filter((program) => typeof program !== "string");
  for (const program of opened) if (typeof program === "string") process.stderr.write(`Not measured: ${program}\n`);
  return {
    programs,
    tjbench: programs.find(({ name }) => name === "tjbench"),
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** libjpeg-turbo's own benchmark with its defaults: one thread, and memory that it reuses. */
function openTjbench(folder: string, input: string, { width, height, data }: VideoFrame): Candidate | string {
  const common = [input, String(quality), "-rgb", "-subsamp", "420", "-quiet"];
  const run = (seconds: number, ...options: string[]) => {
    const times = ["-benchtime", String(seconds), "-warmup", String(seconds / 4)];
    return spawnSync("tjbench", [...common, ...times, ...options], { cwd: folder, encoding: "utf8" });
  };
  if (run(0.01).status !== 0) return "tjbench, which is missing (apt-get install libjpeg-turbo-progs).";
  const files = readdirSync(folder);
  const encoded = files.find((name) => name.endsWith(".jpg"));
  const decoded = files.find((name) => /_full\.ppm$/.test(name));
  if (!encoded || !decoded) return "tjbench, whose version writes its output to other files.";

  const costAt = (megapixelsPerSecond: string | undefined): Cost => {
    const ms = (width * height) / 1000 / Number(megapixelsPerSecond);
    return { ms, cpuMs: ms };
  };
  return {
    name: "tjbench",
    bytes: readFileSync(join(folder, encoded)).length,
    pixels: readFileSync(join(folder, decoded)).subarray(-data.length),
    async run() {
      const { stdout } = run(turnMs / 1000, "-nowrite");
      // The line ends with megapixels a second of compression, the ratio, and megapixels a second of decompression.
      const line = stdout.split("\n").find((each) => each.includes("4:2:0")) ?? "";
      const columns = line.trim().split(/\s+/);
      return { encode: costAt(columns.at(-3)), decode: costAt(columns.at(-1)) };
    },
  };
}

/** OpenCV from Python with one thread. */
function openOpenCV(folder: string, input: string): Candidate | string {
  const decoded = join(folder, "opencv.rgb");
  const run = (times: number) => {
    const [python, ...args] = pythonScript("codec/opencv_codec", input, quality, times, decoded);
    return spawnSync(python, args, { encoding: "utf8" });
  };
  const first = run(1);
  if (first.status !== 0) return "OpenCV in Python, which is missing (apt-get install python3-opencv).";
  const { bytes } = JSON.parse(first.stdout) as { bytes: number };
  return {
    name: "OpenCV",
    bytes,
    pixels: readFileSync(decoded),
    run: async () => JSON.parse(run(40).stdout) as CodecCost,
  };
}
