import { type EncodedFrame, now } from "@framewire/media";

/** A picture of so many bytes that begins with its number. */
export function picture(sequence: number, bytes = 1000): EncodedFrame {
  const data = new Uint8Array(bytes).fill(sequence);
  return { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
}

/** Pictures at a pace, until the signal aborts or so many are given. */
export async function* camera(
  fps: number,
  signal: AbortSignal,
  { count = Number.POSITIVE_INFINITY, bytes = 1000 } = {},
): AsyncGenerator<EncodedFrame> {
  const started = performance.now();
  for (let sequence = 1; sequence <= count && !signal.aborted; sequence++) {
    const wait = started + (sequence * 1000) / fps - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    yield picture(sequence, bytes);
  }
}
