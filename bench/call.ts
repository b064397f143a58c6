import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { jpeg } from "@framewire/codec";
import { type Call, framewireCall, lockstepCall } from "./call/measure.ts";
import { footage } from "./codec/footage.ts";
import type { Task } from "./peers/call-peer.ts";
import { median, table } from "./table.ts";

interface Row {
  readonly size: string;
  readonly lockstep: Call;
  readonly framewire: Call;
  /** Median of the ratios of CPU, round by round. */
  readonly ratio: number;
  readonly met: boolean;
}

const goal = 0.6;
const quality = 80;
const pictures = 30;
const sizes = [
  [768, 576],
  [1920, 1080],
] as const;

/**
 * `pnpm bench call`: what a video call takes, encoding and decoding on both sides at 30 fps, beside a Python
 * script with sockets and OpenCV as tutorials write it: the same pictures of a street, the same quality,
 * nothing on a screen. The two take turns. Exits with 1 where the goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "6" },
      json: { type: "boolean", default: false },
    },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (!(rounds >= 1 && seconds >= 1)) throw new RangeError("--rounds and --seconds must be at least 1.");

  const folder = await mkdtemp(join(tmpdir(), "framewire-call-"));
  const rows: Row[] = [];
  try {
    for (const [width, height] of sizes) {
      const frames = footage(width, height, pictures);
      if (typeof frames === "string") throw new Error(frames);
      const file = join(folder, `${width}x${height}.rgb`);
      await writeFile(file, Buffer.concat(frames.map(({ data }) => data)));
      rows.push(await compare({ file, width, height, quality, seconds }, rounds));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  process.stdout.write(
    values.json ? `${JSON.stringify({ bench: "call", codec: jpeg.implementation, goal, rows })}\n` : callTable(rows),
  );
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
}

async function compare(task: Task, rounds: number): Promise<Row> {
  const pairs: { readonly lockstep: Call; readonly framewire: Call }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({ lockstep: await lockstepCall(task), framewire: await framewireCall(task) });
  }
  const middle = (kind: "lockstep" | "framewire"): Call => ({
    cpuMs: median(pairs.map((pair) => pair[kind].cpuMs)),
    fps: median(pairs.map((pair) => pair[kind].fps)),
  });
  const ratio = median(pairs.map((pair) => pair.framewire.cpuMs / pair.lockstep.cpuMs));
  return {
    size: `${task.width}x${task.height}`,
    lockstep: middle("lockstep"),
    framewire: middle("framewire"),
    ratio,
    met: ratio <= goal,
  };
}

function callTable(rows: readonly Row[]): string {
  return table(
    [
      "call",
      "Python, CPU ms a picture",
      "fps",
      `Framewire (${jpeg.implementation ?? jpeg.name}), CPU ms a picture`,
      "fps",
      "ratio",
      "goal",
      "met",
    ],
    rows.map(({ size, lockstep, framewire, ratio, met }) => [
      size,
      lockstep.cpuMs.toFixed(2),
      lockstep.fps.toFixed(1),
      framewire.cpuMs.toFixed(2),
      framewire.fps.toFixed(1),
      ratio.toFixed(2),
      `≤ ${goal}`,
      met ? "yes" : "no",
    ]),
  );
}
