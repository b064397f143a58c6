import { fork, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answer } from "./answer.ts";
import type { Listening, Task } from "./peers/readers-gateway.ts";
import type { Delivery } from "./readers/arrival.ts";
import { programs } from "./readers/programs.ts";
import { readStream } from "./readers/read-stream.ts";
import { type Snapshot, takeSnapshots } from "./readers/take-snapshots.ts";
import { median, table } from "./table.ts";

const picture = { width: 1280, height: 720, fps: 30 };
const frameMs = 1000 / picture.fps;
/** At full rate: no picture is left out but one in a hundred at the most. */
const goal = { fps: 0.99 * picture.fps };

interface DeliveryRow extends Delivery {
  readonly codec: Task["codec"];
  readonly reader: string;
  readonly met: boolean;
}

interface SnapshotRow {
  readonly codec: Task["codec"];
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Of making a JPEG of the picture, the median. */
  readonly encodeMs: number;
  /** What the median has to stay under: one frame time, and that. */
  readonly goalMs: number;
  readonly met: boolean;
}

/**
 * `pnpm bench readers`: programs that read MJPEG, one after the other, from a gateway that shows a camera of 1280x720
 * at 30 fps, once with JPEGs, which are passed on, and once with WebPs, which are made JPEGs. Beside curl's reading,
 * other curls fetch single pictures. Exits with 1 where a goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "10" }, json: { type: "boolean", default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1)) throw new RangeError(`--seconds must be at least 1, and is ${values.seconds}.`);
  const missing = programs.filter(({ probe: [command, ...words] }) => spawnSync(command, words).status !== 0);
  if (missing.length > 0) {
    const packages = missing.map(({ install }) => install).join(" ");
    process.stderr.write(`This measures programs that are not here: apt-get install ${packages}\n`);
    process.exitCode = 1;
    return;
  }

  const deliveries: DeliveryRow[] = [];
  const snapshots: SnapshotRow[] = [];
  for (const codec of ["jpeg", "webp"] as const) {
    const result = await measure({ ...picture, codec }, seconds * 1000);
    deliveries.push(...result.deliveries);
    snapshots.push(result.snapshots);
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "readers", seconds, goal, deliveries, snapshots })}\n`
      : `${deliveryTable(deliveries)}\n${snapshotTable(snapshots)}`,
  );
  if ([...deliveries, ...snapshots].some(({ met }) => !met)) process.exitCode = 1;
}

async function measure(
  task: Task,
  milliseconds: number,
): Promise<{ readonly deliveries: readonly DeliveryRow[]; readonly snapshots: SnapshotRow }> {
  const { codec } = task;
  const gateway = fork(fileURLToPath(new URL("./peers/readers-gateway.js", import.meta.url)));
  try {
    gateway.send(task);
    const listening = await answer<Listening>(gateway, "listening");
    const deliveries: DeliveryRow[] = [];
    let taken: readonly Snapshot[] = [];
    for (const program of programs) {
      const takes = program === programs.at(-1);
      const { delivery, meanwhile } = await readStream(program, listening, {
        task,
        milliseconds,
        meanwhile: async (ms) => (takes ? takeSnapshots(listening.url, ms) : []),
      });
      taken = meanwhile;
      deliveries.push({ codec, reader: program.name, ...delivery, met: delivery.fps >= goal.fps });
    }
    return { deliveries, snapshots: { codec, ...spreadOf(taken) } };
  } finally {
    gateway.kill("SIGKILL");
  }
}

function spreadOf(taken: readonly Snapshot[]): Omit<SnapshotRow, "codec"> {
  const times = taken.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const at = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? Number.NaN;
  const encodeMs = median(taken.map((snapshot) => snapshot.encodeMs));
  const goalMs = frameMs + encodeMs;
  return { count: times.length, p50: at(0.5), p95: at(0.95), max: at(1), encodeMs, goalMs, met: at(0.5) < goalMs };
}

const streamNames: Readonly<Record<Task["codec"], string>> = {
  jpeg: "JPEG, passed on",
  webp: "WebP, made JPEG",
};

function deliveryTable(rows: readonly DeliveryRow[]): string {
  return table(
    ["stream", "reader", "fps", "left out", "hitches", "longest gap, ms", "goal", "met"],
    rows.map(({ codec, reader, fps, leftOut, hitches, longestMs, met }) => [
      streamNames[codec],
      reader,
      fps.toFixed(2),
      leftOut,
      hitches,
      longestMs.toFixed(0),
      `fps ≥ ${goal.fps.toFixed(1)}`,
      met ? "yes" : "no",
    ]),
  );
}

function snapshotTable(rows: readonly SnapshotRow[]): string {
  const ms = (value: number): string => value.toFixed(1);
  return table(
    ["snapshot of", "taken", "p50, ms", "p95, ms", "max, ms", "encode, ms", "goal", "met"],
    rows.map(({ codec, count, p50, p95, max, encodeMs, goalMs, met }) => [
      streamNames[codec],
      count,
      ms(p50),
      ms(p95),
      ms(max),
      ms(encodeMs),
      `p50 < ${ms(frameMs)} + ${ms(goalMs - frameMs)}`,
      met ? "yes" : "no",
    ]),
  );
}
