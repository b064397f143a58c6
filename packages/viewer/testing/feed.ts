/** Sources and frames for tests of a viewer. */

import {
  createLatestSlot,
  type EncodedFrame,
  type LatestSlot,
  now,
  onAbort,
  type Source,
  sleep,
} from "@framewire/media";

/** A source whose frames a test pushes. */
export interface Feed {
  readonly frames: Source<EncodedFrame>;
  /** Yields a frame, if the source is open. */
  push(frame: EncodedFrame): void;
  /** Ends the source, with an error if there is one. */
  end(error?: Error): void;
  /** How often it was opened and closed. */
  readonly opened: number;
  readonly closed: number;
}

/** Creates a {@link Feed}. */
export function createFeed(): Feed {
  let opened = 0;
  let closed = 0;
  let slot: LatestSlot<EncodedFrame> | undefined;
  return {
    async *frames({ signal } = {}) {
      opened++;
      const own = createLatestSlot<EncodedFrame>();
      slot = own;
      const forget = signal ? onAbort(signal, () => own.close()) : () => {};
      try {
        for (let next = await own.take(); !next.done; next = await own.take()) yield next.value;
      } finally {
        forget();
        closed++;
      }
    },
    push: (frame) => slot?.put(frame),
    end: (error) => slot?.close(error),
    get opened() {
      return opened;
    },
    get closed() {
      return closed;
    },
  };
}

/** A source that counts how it is used. */
export interface Counted {
  readonly frames: Source<EncodedFrame>;
  /** How many readers have it open now, and how many opened it in total. */
  readonly open: number;
  readonly opened: number;
  /** Frames that it yielded. */
  readonly yielded: number;
}

/** Wraps a source to count its use. */
export function counted(source: Source<EncodedFrame>): Counted {
  const state = { open: 0, opened: 0, yielded: 0 };
  return {
    async *frames(options) {
      state.open++;
      state.opened++;
      try {
        for await (const frame of source(options)) {
          state.yielded++;
          yield frame;
        }
      } finally {
        state.open--;
      }
    },
    get open() {
      return state.open;
    },
    get opened() {
      return state.opened;
    },
    get yielded() {
      return state.yielded;
    },
  };
}

/** Bytes that begin like a JPEG of this size, without image data. */
export function jpegOf(width: number, height: number, bytes: number, fill = 0): Uint8Array {
  const data = new Uint8Array(Math.max(bytes, 35)).fill(fill);
  const sides = [height >> 8, height & 255, width >> 8, width & 255];
  const frameHeader = [0xff, 0xc0, 0, 17, 8, ...sides, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0];
  data.set([0xff, 0xd8, ...frameHeader, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
  return data;
}

/** A frame of a given number of meaningless bytes. Its timestamp is its sequence number in seconds. */
export function frameOf(sequence: number, bytes = 1000): EncodedFrame {
  const data = jpegOf(64, 48, bytes, sequence % 251);
  return { sequence, timestamp: sequence * 1e6, codec: "jpeg", type: "key", width: 64, height: 48, data };
}

/** The same, captured now: old frames make a connection lower the level. */
export function freshFrame(sequence: number, bytes = 1000): EncodedFrame {
  return { ...frameOf(sequence, bytes), timestamp: now() };
}

/** An endless source that repeats these images. Opened again, it continues where it stopped. */
export function loopOf(
  images: readonly Uint8Array[],
  width: number,
  height: number,
  everyMs: number,
): Source<EncodedFrame> {
  let sequence = 0;
  return async function* ({ signal } = {}) {
    for (; !signal?.aborted; sequence++) {
      const data = images[sequence % images.length];
      if (data) yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width, height, data };
      await sleep(everyMs, signal).catch(() => {});
    }
  };
}
