import { execFileSync, fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isOpenCVBuilt } from "@framewire/capture-opencv";
import { answer } from "./answer.ts";
import { type Footage, makeFootage, whyNoFootage } from "./links/footage.ts";
import type { CameraNews } from "./peers/camera.ts";
import type { Taken, Task } from "./peers/capture-reader.ts";
import { median, table } from "./table.ts";

/** CPU for each frame that was delivered, in milliseconds. */
interface Cost {
  readonly fps: number;
  readonly own: number;
  readonly child: number;
  readonly together: number;
}

interface Row {
  readonly reader: Task["reader"];
  readonly way: "untouched" | "decoded and encoded here" | "decoded there, encoded here";
  readonly cost: Cost;
  /** Beside the same with decode and encode, together: the median of the rounds. */
  readonly ratio?: number;
  readonly met?: boolean;
}

const goal = 0.2;
const size = { width: 1280, height: 720 };
const fps = 30;

/**
 * `pnpm bench capture`: CPU for each frame that one client is given, from a JPEG source of 1280x720 at 30 fps: its JPEGs
 * untouched, beside the same decoded and encoded; our process and the programs that it runs. The two take turns. Exits
 * with 1 where the goal is missed.
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
  const why = whyNoFootage();
  if (why !== undefined) {
    process.stderr.write(`${why}\n`);
    process.exitCode = 2;
    return;
  }
  const footage = makeFootage(size);
  const folder = mkdtempSync(join(tmpdir(), "framewire-capture-"));
  const camera = spawn(process.execPath, [peer("camera"), footage.path, String(fps)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const rows: Row[] = [];
  try {
    const address = `http://127.0.0.1:${await portOf(camera.stdout)}/`;
    const video = videoOf(footage, folder);
    rows.push(...(await compare({ reader: "mjpeg", from: address, seconds }, rounds)));
    rows.push(...(await compare({ reader: "ffmpeg", from: video, seconds }, rounds)));
    if (isOpenCVBuilt()) rows.push(await pixels({ reader: "opencv", from: video, seconds }, rounds));
  } finally {
    camera.kill();
    rmSync(folder, { recursive: true });
  }
  const { bytes } = footage;
  process.stdout.write(
    values.json ? `${JSON.stringify({ bench: "capture", bytes, goal, rows })}\n` : captureTable(rows),
  );
  if (!isOpenCVBuilt()) process.stderr.write("Without OpenCV, which pnpm setup:opencv builds.\n");
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}

function peer(name: string): string {
  return fileURLToPath(new URL(`./peers/${name}.js`, import.meta.url));
}

async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const news = JSON.parse(line) as CameraNews;
    if ("port" in news) {
      output.resume();
      return news.port;
    }
  }
  throw new Error("The camera of the benchmark ended early.");
}

/** The very JPEGs of the footage in a file that ffmpeg and OpenCV read. */
function videoOf({ path }: Footage, folder: string): string {
  const video = join(folder, "street.mkv");
  const input = ["-f", "mjpeg", "-framerate", String(fps), "-i", path];
  execFileSync("ffmpeg", ["-v", "error", ...input, "-c", "copy", video]);
  return video;
}

type Reading = Omit<Task, "untouched">;

/** The source's own pictures beside the same decoded and encoded. */
async function compare(reading: Reading, rounds: number): Promise<readonly Row[]> {
  const pairs: { readonly untouched: Cost; readonly anew: Cost }[] = [];
  for (let round = 0; round < rounds; round++) {
    const untouched = await measure({ ...reading, untouched: true });
    pairs.push({ untouched, anew: await measure({ ...reading, untouched: false }) });
  }
  const { reader } = reading;
  const ratio = median(pairs.map(({ untouched, anew }) => untouched.together / anew.together));
  const untouched = middle(pairs.map((pair) => pair.untouched));
  return [
    { reader, way: "untouched", cost: untouched, ratio, met: ratio <= goal },
    { reader, way: "decoded and encoded here", cost: middle(pairs.map(({ anew }) => anew)) },
  ];
}

/** Pixels that come from another process, for information. */
async function pixels(reading: Reading, rounds: number): Promise<Row> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await measure({ ...reading, untouched: true }));
  return { reader: reading.reader, way: "decoded there, encoded here", cost: middle(costs) };
}

async function measure(task: Task): Promise<Cost> {
  const child = fork(peer("capture-reader"));
  try {
    child.send(task);
    const { frames, seconds, ownSeconds, childSeconds } = await answer<Taken>(child, "result");
    const each = (cpu: number): number => (1000 * cpu) / frames;
    return {
      fps: frames / seconds,
      own: each(ownSeconds),
      child: each(childSeconds),
      together: each(ownSeconds + childSeconds),
    };
  } finally {
    child.kill("SIGKILL");
  }
}

function middle(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return { fps: of("fps"), own: of("own"), child: of("child"), together: of("together") };
}

function captureTable(rows: readonly Row[]): string {
  return table(
    ["1280x720 by", "JPEGs", "fps", "CPU ms a frame: ours", "the child's", "together", "ratio", "goal", "met"],
    rows.map(({ reader, way, cost, ratio, met }) => [
      reader,
      way,
      cost.fps.toFixed(1),
      cost.own.toFixed(2),
      cost.child.toFixed(2),
      cost.together.toFixed(2),
      ratio?.toFixed(2) ?? "",
      met === undefined ? "" : `≤ ${goal}`,
      met === undefined ? "" : met ? "yes" : "no",
    ]),
  );
}
