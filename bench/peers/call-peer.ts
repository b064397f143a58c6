/** One side of the call of `bench/call.ts`, in a process of its own: shows its pictures to the other and decodes the other's. */
import { readFile } from "node:fs/promises";
import { connect } from "@framewire/client";
import { decode, jpeg, ladder } from "@framewire/codec";
import { now, sleep, type VideoFrame, type VideoSource } from "@framewire/media";
import { listen } from "@framewire/server";
import { unprotected } from "../unprotected.ts";

/** What the parent asks for. */
export interface Task {
  /** Raw RGB pictures, one after the other. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  readonly seconds: number;
  /** Call here; wait for the other when it is undefined. */
  readonly port?: number;
}

/** What one side of a call did. */
export interface Side {
  /** Pictures of the other that were decoded. */
  readonly shown: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const fps = 30;
/** V8 has compiled most of what is used often by then: a call lasts longer. */
const warmUpMs = 20_000;

async function createCamera({ file, width, height }: Task): Promise<VideoSource> {
  const bytes = await readFile(file);
  const size = width * height * 3;
  const pictures = Array.from({ length: bytes.length / size }, (_, i) =>
    Uint8Array.from(bytes.subarray(i * size, (i + 1) * size)),
  );
  return async function* ({ signal } = {}): AsyncGenerator<VideoFrame> {
    const start = performance.now();
    for (let sequence = 0; !signal?.aborted; sequence++) {
      await sleep(Math.max(start + (sequence * 1000) / fps - performance.now(), 0));
      const data = pictures[sequence % pictures.length] as Uint8Array;
      yield { format: "RGB", width, height, sequence, timestamp: now(), data };
    }
  };
}

process.once("message", async (task: Task) => {
  const source = await createCamera(task);
  const { quality } = task;
  // One level: the other side's tutorial has one too.
  const options = { source, quality, levels: [{ ...ladder[0], quality, scale: 1, share: 1 }], codecs: [jpeg] };
  const server =
    task.port === undefined ? await listen({ ...options, ...unprotected, port: 0, host: "127.0.0.1" }) : undefined;
  if (server) process.send?.({ port: server.address.port });
  const incoming = server?.[Symbol.asyncIterator]();
  const connection = incoming
    ? (await incoming.next()).value
    : await connect(`127.0.0.1:${task.port}`, { ...options, ...unprotected });
  if (!connection) throw new Error("Nobody called.");

  let shown = 0;
  void measure(task.seconds, () => shown);
  for await (const picture of decode(connection.frames, jpeg.createDecoder())) {
    shown++;
    picture.close?.();
  }
});

async function measure(wanted: number, shown: () => number): Promise<void> {
  await sleep(warmUpMs);
  const cpu = process.cpuUsage();
  const [started, before] = [performance.now(), shown()];
  await sleep(wanted * 1000);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1000;
  const result: Side = { shown: shown() - before, seconds, cpuSeconds: (user + system) / 1e6 };
  process.send?.({ result });
}
