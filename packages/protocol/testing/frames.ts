/** Test frames. */
import { type EncodedFrame, now } from "@framewire/media";

/** A frame of `bytes` bytes, each with the value of the sequence number. */
export function testFrame(sequence: number, bytes = 1000): EncodedFrame {
  const data = new Uint8Array(bytes).fill(sequence);
  return { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
}

/** Frames at a constant rate, until the signal aborts or `count` frames were read. */
export async function* camera(
  fps: number,
  signal: AbortSignal,
  { count = Number.POSITIVE_INFINITY, bytes = 1000 } = {},
): AsyncGenerator<EncodedFrame> {
  const started = performance.now();
  for (let sequence = 1; sequence <= count && !signal.aborted; sequence++) {
    const wait = started + (sequence * 1000) / fps - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    yield testFrame(sequence, bytes);
  }
}
