import { parseArgs } from "node:util";
import { pattern, readPattern } from "@framewire/test-pattern";
import { table } from "./table.ts";

interface Row {
  readonly size: string;
  readonly frames: number;
  readonly fps: number;
  readonly cpuMsPerFrame: number;
  readonly percentOfOneCore: number;
}

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

/**
 * CPU time of the test pattern at 30 fps, as it runs in a session: the whole process's user and system
 * time between the first and the last frame, timers, allocation and garbage collection included.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new RangeError(`--seconds must be more than 0, and is ${values.seconds}.`);

  const rows: Row[] = [];
  for (const size of sizes) rows.push(await measure(size, seconds));
  process.stdout.write(values.json ? `${JSON.stringify({ bench: "pattern", rows })}\n` : patternTable(rows));
}

async function measure({ width, height }: (typeof sizes)[number], seconds: number): Promise<Row> {
  const fps = 30;
  const warmUp = fps;
  const frames = Math.ceil(seconds * fps);
  let count = 0;
  let cpu = process.cpuUsage();
  let start = performance.now();
  for await (const frame of pattern({ width, height, fps })()) {
    if (count === warmUp) {
      if (readPattern(frame)?.sequence !== frame.sequence) throw new Error("The code in the picture cannot be read.");
      cpu = process.cpuUsage();
      start = performance.now();
    }
    if (count++ === warmUp + frames) break;
  }
  const used = process.cpuUsage(cpu);
  const cpuMs = (used.user + used.system) / 1000;
  const elapsed = performance.now() - start;
  return {
    size: `${width}x${height}`,
    frames,
    fps: round((frames * 1000) / elapsed),
    cpuMsPerFrame: round(cpuMs / frames),
    percentOfOneCore: round((cpuMs / elapsed) * 100),
  };
}

function patternTable(rows: readonly Row[]): string {
  return table(
    ["pattern", "fps", "CPU ms a frame", "% of one core"],
    rows.map(({ size, fps, cpuMsPerFrame, percentOfOneCore }) => [
      size,
      fps.toFixed(2),
      cpuMsPerFrame.toFixed(2),
      percentOfOneCore.toFixed(1),
    ]),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
