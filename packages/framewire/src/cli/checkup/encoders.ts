/** Measures the speed of the encoders. */
import { type Codec, encode, jpeg, webp } from "@framewire/codec";
import { now, type VideoFrame } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import type { CheckResult, Finding } from "./finding.ts";

/** The encoding speed of a codec on this machine. */
export interface CodecReport {
  readonly codec: string;
  /** The library that encodes, such as `libjpeg-turbo`. */
  readonly implementation: string | null;
  /** Test patterns a second by size, two encoded at the same time, as in the apps. Null if the encoder fails. */
  readonly fps: Readonly<Record<string, number>> | null;
}

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
const defaultSize = "1280x720";

/** The usual frame rate of a camera: a slower encoder drops frames. */
const cameraFps = 30;

/** Each size is encoded in rounds of this length; the best round counts, since other programs disturb it least. */
const rounds = 3;
const roundMs = 130;

/** Measures each codec at each size. */
export async function checkEncoders(
  signal: AbortSignal,
  codecs: readonly Codec[] = [jpeg, webp],
): Promise<CheckResult<readonly CodecReport[]>> {
  const frames: VideoFrame[] = [];
  for (const size of sizes) frames.push(await firstFrame(size, signal));
  const data: CodecReport[] = [];
  const findings: Finding[] = [];
  for (const codec of codecs) {
    const { name, implementation = null } = codec;
    try {
      const rates: [string, number][] = [];
      for (const frame of frames) {
        rates.push([`${frame.width}x${frame.height}`, Math.round(await measureFps(codec, frame, signal))]);
      }
      const report = { codec: name, implementation, fps: Object.fromEntries(rates) };
      data.push(report);
      findings.push(speedFinding(report));
    } catch (error) {
      signal.throwIfAborted();
      data.push({ codec: name, implementation, fps: null });
      findings.push(failureFinding(name, (error as Error).message));
    }
  }
  return { data, findings };
}

async function firstFrame(size: (typeof sizes)[number], signal: AbortSignal): Promise<VideoFrame> {
  for await (const frame of pattern(size)({ signal })) return frame;
  throw signal.reason;
}

/** Returns frames a second in the best round. The first frame, which loads the library, is not measured. */
async function measureFps(codec: Codec, frame: VideoFrame, signal: AbortSignal): Promise<number> {
  const encoder = codec.createEncoder();
  try {
    await encoder.encode(frame);
    let best = 0;
    let remaining = rounds;
    let [start, count] = [now(), 0];
    for await (const _ of encode(repeat(frame, signal), encoder)) {
      count++;
      const [at, seconds] = [now(), (now() - start) / 1e6];
      if (seconds * 1000 < roundMs) continue;
      best = Math.max(best, count / seconds);
      if (--remaining === 0) return best;
      [start, count] = [at, 0];
    }
    throw signal.reason;
  } finally {
    await encoder.close();
  }
}

/** Yields the same frame until the signal aborts. */
async function* repeat(frame: VideoFrame, signal: AbortSignal): AsyncGenerator<VideoFrame> {
  for (let sequence = 0; !signal.aborted; sequence++) yield { ...frame, sequence };
}

/** Returns the finding about a codec that encodes. */
export function speedFinding({ codec, implementation, fps }: CodecReport): Finding {
  const topic = titleOf(codec);
  const rates = Object.entries(fps ?? {}).map(([size, rate]) => `${rate} fps at ${size}`);
  const message = `${implementation ?? codec}: ${rates.join(", ")}`;
  const slow = (fps?.[defaultSize] ?? 0) < cameraFps;
  if (codec !== "jpeg") {
    return slow
      ? { topic, status: "info", message, fix: "Use JPEG, which is preferred unless --codec says otherwise." }
      : { topic, status: "ok", message };
  }
  if (slow) {
    const fix = "Send smaller or fewer frames, such as --size 640x360 or --fps 15.";
    return { topic, status: "warning", message, fix };
  }
  if (implementation !== "libjpeg-turbo") {
    const fix =
      "npx --yes pnpm@10 install   (libjpeg-turbo, which is twice as fast, was not installed or has no binary for this machine)";
    return { topic, status: "info", message, fix };
  }
  return { topic, status: "ok", message };
}

function failureFinding(codec: string, reason: string): Finding {
  return {
    topic: titleOf(codec),
    status: codec === "jpeg" ? "error" : "warning",
    message: `does not encode: ${reason}`,
    fix: "npx --yes pnpm@10 install",
  };
}

function titleOf(codec: string): string {
  return codec === "webp" ? "WebP" : codec.toUpperCase();
}
