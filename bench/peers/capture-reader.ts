/**
 * One process of `bench/capture.ts`: reads a source as a server does for one client that decodes JPEG, and tells what that
 * took, in this process and in those that it started.
 */
import { readFileSync } from "node:fs";
import { ffmpeg, mjpeg } from "@framewire/capture";
import { opencv } from "@framewire/capture-opencv";
import { createEncodings, type Decoder, jpeg } from "@framewire/codec";
import { isEncoded, type VideoSource } from "@framewire/media";

/** What the parent asks for. */
export interface Task {
  readonly reader: "mjpeg" | "ffmpeg" | "opencv";
  /** An address for `mjpeg`, otherwise a file. */
  readonly from: string;
  /** JPEGs are passed on as they are, or decoded and encoded here. What comes as pixels is encoded in any case. */
  readonly untouched: boolean;
  readonly seconds: number;
}

/** What it took. */
export interface Taken {
  readonly frames: number;
  readonly seconds: number;
  /** CPU of this process, user and system. */
  readonly ownSeconds: number;
  /** The same of its children, all together. */
  readonly childSeconds: number;
}

/** Frames before the measuring begins: the compiler is done with what runs at each of them. */
const warmUp = 90;

process.once("message", async (task: Task) => process.send?.({ result: await measure(task) }));

async function measure({ reader, from, untouched, seconds }: Task): Promise<Taken> {
  const open: Record<Task["reader"], () => VideoSource> = {
    mjpeg: () => mjpeg(from),
    ffmpeg: () => ffmpeg(from, { loop: true }),
    opencv: () => opencv(from, { loop: true }),
  };
  const source = open[reader]();
  const encodings = createEncodings(untouched ? source : decoded(source), [jpeg]);
  let frames = 0;
  let began = { at: 0, own: process.cpuUsage(), children: 0 };
  for await (const _ of encodings.for(["jpeg"])()) {
    if (frames++ < warmUp) {
      began = { at: performance.now(), own: process.cpuUsage(), children: cpuOfChildren() };
    } else if (performance.now() - began.at > seconds * 1000) break;
  }
  const { user, system } = process.cpuUsage(began.own);
  return {
    frames: frames - warmUp,
    seconds: (performance.now() - began.at) / 1000,
    ownSeconds: (user + system) / 1e6,
    childSeconds: cpuOfChildren() - began.children,
  };
}

/** The same pictures as pixels. */
function decoded(source: VideoSource): VideoSource {
  return async function* (options) {
    const decoder: Decoder = jpeg.createDecoder();
    try {
      for await (const frame of source(options)) yield isEncoded(frame) ? await decoder.decode(frame) : frame;
    } finally {
      await decoder.close();
    }
  };
}

/** User and system time of the processes that this one has started, in seconds, as Linux tells it. */
function cpuOfChildren(): number {
  const own = process.pid;
  const pids = readFileSync(`/proc/${own}/task/${own}/children`, "utf8").split(" ").filter(Boolean);
  const ticks = pids.map((pid) => {
    // After the name, which stands in parentheses, utime and stime are the 12th and the 13th.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}
