import { fork } from "node:child_process";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mjpeg } from "@framewire/capture";
import type { Task } from "./peers/mjpeg-server.ts";
import { table } from "./table.ts";

interface Reading {
  readonly picturesPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly percentOfOneCore: number;
}

interface Row extends Task {
  readonly mjpeg: Reading;
  readonly bare: Reading;
}

/** Reads a stream; `take` is told how many bytes came, and says when that is enough. */
type Reader = (url: string, take: (bytes: number) => boolean) => Promise<void>;

const tasks: readonly Task[] = [
  { size: 68_000, withLength: true, fps: 30 },
  { size: 68_000, withLength: true, fps: 0 },
  { size: 68_000, withLength: false, fps: 0 },
  { size: 200_000, withLength: true, fps: 0 },
  { size: 200_000, withLength: false, fps: 0 },
];

/** `pnpm bench mjpeg`: CPU per picture of reading MJPEG, beside a bare `http.get` that throws the same bytes away. */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "4" }, json: { type: "boolean", default: false } },
  });
  const rows: Row[] = [];
  for (const task of tasks) {
    const server = fork(fileURLToPath(new URL("./peers/mjpeg-server.js", import.meta.url)));
    server.send(task);
    const [port] = (await once(server, "message")) as [number];
    const read = (reader: Reader): Promise<Reading> =>
      measure((take) => reader(`http://127.0.0.1:${port}/`, take), {
        size: task.size,
        seconds: Number(values.seconds),
      });
    rows.push({ ...task, mjpeg: await read(throughMjpeg), bare: await read(throwAway) });
    server.kill();
  }
  process.stdout.write(values.json ? `${JSON.stringify({ bench: "mjpeg", rows })}\n` : mjpegTable(rows));
}

async function measure(
  read: (take: (bytes: number) => boolean) => Promise<void>,
  { size, seconds }: { readonly size: number; readonly seconds: number },
): Promise<Reading> {
  let total = 0;
  let start: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  await read((bytes) => {
    start ??= { at: performance.now(), cpu: process.cpuUsage() };
    total += bytes;
    return performance.now() - start.at > seconds * 1000;
  });
  const { user, system } = process.cpuUsage(start?.cpu);
  const ms = performance.now() - (start?.at ?? 0);
  const pictures = total / size;
  return {
    picturesPerSecond: (pictures * 1000) / ms,
    cpuMicroseconds: (user + system) / pictures,
    percentOfOneCore: (user + system) / ms / 10,
  };
}

async function throughMjpeg(url: string, take: (bytes: number) => boolean): Promise<void> {
  for await (const frame of mjpeg(url)()) if (take(frame.data.byteLength)) break;
}

async function throwAway(url: string, take: (bytes: number) => boolean): Promise<void> {
  const [response] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  await new Promise<void>((resolve) => {
    response.on("error", () => {});
    response.on("close", resolve);
    response.on("data", (chunk: Uint8Array) => take(chunk.byteLength) && response.destroy());
  });
}

function mjpegTable(rows: readonly Row[]): string {
  return table(
    ["picture", "length", "offered", "mjpeg fps", "CPU µs", "% of one core", "bare fps", "CPU µs", "% of one core"],
    rows.map(({ size, withLength, fps, mjpeg: ours, bare }) => [
      `${size / 1000} KB`,
      withLength ? "yes" : "no",
      fps === 0 ? "any" : `${fps} fps`,
      ...[ours, bare].flatMap(({ picturesPerSecond, cpuMicroseconds, percentOfOneCore }) => [
        picturesPerSecond.toFixed(0),
        cpuMicroseconds.toFixed(0),
        percentOfOneCore.toFixed(1),
      ]),
    ]),
  );
}
