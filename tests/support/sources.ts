/** Sources of test frames. */
import { type EncodedFrame, now, type Source, sleep, type VideoFrame } from "@framewire/media";

/** A source that records how it is used, and fails on request. */
export interface TestSource<T> {
  readonly source: Source<T>;
  /** Times that it was opened. */
  readonly opened: number;
  /** Whether it is open now. */
  readonly open: boolean;
  /** Makes it fail, now or when it is opened; without an error it works again. */
  fail(error?: Error): void;
  /** Every frame so far. */
  readonly given: readonly T[];
}

/** Frames of `bytes` bytes at `fps` that are called JPEGs but do not decode. Each has its own data. */
export function jpegs({ fps = 100, bytes = 2000 } = {}): TestSource<EncodedFrame> {
  return testSource(fps, (sequence) => {
    const data = new Uint8Array(bytes).fill(sequence % 251);
    new DataView(data.buffer).setUint32(0, sequence);
    return { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 640, height: 480, data };
  });
}

/** Small frames of pixels. */
export function pixels({ fps = 100 } = {}): TestSource<VideoFrame> {
  return testSource(fps, (sequence) => {
    const data = new Uint8Array(16 * 16 * 3).fill(sequence);
    return { sequence, timestamp: now(), format: "RGB", width: 16, height: 16, data };
  });
}

function testSource<T extends EncodedFrame | VideoFrame>(fps: number, make: (sequence: number) => T): TestSource<T> {
  const state = { opened: 0, open: false };
  const given: T[] = [];
  let failure: Error | undefined;
  return {
    given,
    get opened() {
      return state.opened;
    },
    get open() {
      return state.open;
    },
    fail(error) {
      failure = error;
    },
    async *source({ signal } = {}) {
      if (state.open) throw new Error("The source is open already.");
      state.opened++;
      state.open = true;
      const start = performance.now();
      let slot = 0;
      try {
        while (!signal?.aborted) {
          if (failure) throw failure;
          const frame = make(given.length);
          given.push(frame);
          yield frame;
          // Late frames are skipped, as a camera does it, and not sent in a burst.
          slot = Math.max(slot, Math.floor(((performance.now() - start) * fps) / 1000)) + 1;
          await sleep((slot * 1000) / fps - (performance.now() - start), signal).catch(() => {});
        }
      } finally {
        state.open = false;
      }
    },
  };
}
