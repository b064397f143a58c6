import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { jpeg } from "@framewire/codec";
import { framewireCall, lockstepCall, type Task, type Turn } from "./call/measure.ts";
import { footage } from "./codec/footage.ts";
import { median, table } from "./table.ts";

interface Row {
  readonly size: string;
  readonly lockstep: Turn;
  readonly framewire: Turn;
  /** Median of the ratios of CPU, turn by turn. */
  readonly ratio: number;
  readonly met: boolean;
}

const goal = 0.6;
const quality = 80;
const pictures = 30;
/** Pictures of a turn, each way. */
const each = 60;
const fps = 30;
const sizes = [
  [768, 576],
  [1920, 1080],
] as const;

/**
 * `pnpm bench call`: what a video call takes, encoding and decoding on both sides at 30 fps, beside a Python
 * script with sockets and OpenCV as tutorials write it: the same pictures of a street, the same quality,
 * nothing on a screen. Both calls are open, and only one of them goes on at a time: they take turns of two seconds,
 * after a minute in which V8 compiles what is used thirty times a second. Exits with 1 where the goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      "warm-up": { type: "string", default: "60" },
      turns: { type: "string", default: "15" },
      json: { type: "boolean", default: false },
    },
  });
  const [turns, warmUp] = [Number(values.turns), Number(values["warm-up"])];
  if (!(turns >= 1 && warmUp >= 1)) throw new RangeError("--turns and --warm-up (in seconds) must be at least 1.");

  const folder = await mkdtemp(join(tmpdir(), "framewire-call-"));
  const rows: Row[] = [];
  try {
    for (const [width, height] of sizes) {
      const frames = footage(width, height, pictures);
      if (typeof frames === "string") throw new Error(frames);
      const file = join(folder, `${width}x${height}.rgb`);
      await writeFile(file, Buffer.concat(frames.map(({ data }) => data)));
      rows.push(await compare({ file, width, height, quality }, { turns, warmUp }));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  process.stdout.write(
    values.json ? `${JSON.stringify({ bench: "call", codec: jpeg.implementation, goal, rows })}\n` : callTable(rows),
  );
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
}

async function compare(task: Task, { turns, warmUp }: { turns: number; warmUp: number }): Promise<Row> {
  const lockstep = await lockstepCall(task);
  try {
    const framewire = await framewireCall(task);
    try {
      await lockstep.turn(each);
      await framewire.turn(warmUp * fps);
      const pairs: Pick<Row, "lockstep" | "framewire">[] = [];
      for (let turn = 0; turn < turns; turn++) {
        pairs.push({ lockstep: await lockstep.turn(each), framewire: await framewire.turn(each) });
      }
      return summary(`${task.width}x${task.height}`, pairs);
    } finally {
      framewire.close();
    }
  } finally {
    lockstep.close();
  }
}

function summary(size: string, pairs: readonly Pick<Row, "lockstep" | "framewire">[]): Row {
  const middle = (kind: "lockstep" | "framewire"): Turn => ({
    cpuMs: median(pairs.map((pair) => pair[kind].cpuMs)),
    fps: median(pairs.map((pair) => pair[kind].fps)),
  });
  const ratio = median(pairs.map((pair) => pair.framewire.cpuMs / pair.lockstep.cpuMs));
  return { size, lockstep: middle("lockstep"), framewire: middle("framewire"), ratio, met: ratio <= goal };
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
