import { type Codec, encode, jpeg, webp } from "@framewire/codec";
import { now, type VideoFrame } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import type { Finding, Looked } from "./finding.ts";

/** How fast a codec encodes on this machine. */
export interface CodecReport {
  readonly codec: string;
  /** The library that does it, such as `libjpeg-turbo`. */
  readonly implementation: string | null;
  /** Test patterns a second, by size, two in work at once as in the apps; null where it does not encode at all. */
  readonly fps: Readonly<Record<string, number>> | null;
}

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
const usualSize = "1280x720";

/** A camera's usual rate: what encodes slower holds it up. */
const usualFps = 30;

/** Each size of each codec is encoded so often, for so long, in milliseconds; what else the machine does counts least in the best. */
const rounds = 3;
const roundMs = 130;

/** Measures the encoders. */
export async function lookAtEncoders(
  signal: AbortSignal,
  codecs: readonly Codec[] = [jpeg, webp],
): Promise<Looked<readonly CodecReport[]>> {
  const pictures: VideoFrame[] = [];
  for (const size of sizes) pictures.push(await firstPicture(size, signal));
  const data: CodecReport[] = [];
  const findings: Finding[] = [];
  for (const codec of codecs) {
    const { name, implementation = null } = codec;
    try {
      const speeds: [string, number][] = [];
      for (const frame of pictures) {
        speeds.push([`${frame.width}x${frame.height}`, Math.round(await speedOf(codec, frame, signal))]);
      }
      data.push({ codec: name, implementation, fps: Object.fromEntries(speeds) });
    } catch (error) {
      signal.throwIfAborted();
      data.push({ codec: name, implementation, fps: null });
      findings.push(brokenFinding(name, (error as Error).message));
      continue;
    }
    const measured = data.at(-1);
    if (measured) findings.push(speedFinding(measured));
  }
  return { data, findings };
}

async function firstPicture(size: (typeof sizes)[number], signal: AbortSignal): Promise<VideoFrame> {
  for await (const frame of pattern(size)({ signal })) return frame;
  throw signal.reason;
}

/** Pictures a second, in the best of the rounds. The first picture is left out: it is what has to be loaded. */
async function speedOf(codec: Codec, frame: VideoFrame, signal: AbortSignal): Promise<number> {
  const encoder = codec.createEncoder();
  try {
    await encoder.encode(frame);
    let best = 0;
    let left = rounds;
    let [since, count] = [now(), 0];
    for await (const _ of encode(again(frame, signal), encoder)) {
      count++;
      const [at, seconds] = [now(), (now() - since) / 1e6];
      if (seconds * 1000 < roundMs) continue;
      best = Math.max(best, count / seconds);
      if (--left === 0) return best;
      [since, count] = [at, 0];
    }
    throw signal.reason;
  } finally {
    await encoder.close();
  }
}

/** The same picture until the signal aborts. */
async function* again(frame: VideoFrame, signal: AbortSignal): AsyncGenerator<VideoFrame> {
  for (let sequence = 0; !signal.aborted; sequence++) yield { ...frame, sequence };
}

/** What is to be said of a codec that encodes. */
export function speedFinding({ codec, implementation, fps }: CodecReport): Finding {
  const topic = titleOf(codec);
  const speeds = Object.entries(fps ?? {}).map(([size, rate]) => `${rate} fps at ${size}`);
  const says = `${implementation ?? codec}: ${speeds.join(", ")}`;
  const slow = (fps?.[usualSize] ?? 0) < usualFps;
  if (codec !== "jpeg") {
    return slow
      ? { topic, state: "note", says, fix: "Stay with JPEG, which comes first unless --codec says otherwise." }
      : { topic, state: "fine", says };
  }
  if (slow) {
    return { topic, state: "advice", says, fix: "Send smaller pictures or fewer, such as --size 640x360 or --fps 15." };
  }
  if (implementation !== "libjpeg-turbo") {
    const fix =
      "npx --yes pnpm@10 install   (libjpeg-turbo, which is twice as fast, was left out or has no binary for this machine)";
    return { topic, state: "note", says, fix };
  }
  return { topic, state: "fine", says };
}

function brokenFinding(codec: string, reason: string): Finding {
  return {
    topic: titleOf(codec),
    state: codec === "jpeg" ? "broken" : "advice",
    says: `does not encode: ${reason}`,
    fix: "npx --yes pnpm@10 install",
  };
}

function titleOf(codec: string): string {
  return codec === "webp" ? "WebP" : codec.toUpperCase();
}
