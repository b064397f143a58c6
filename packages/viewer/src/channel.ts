import { type EncodedFrame, onAbort, type Reading, share } from "@framewire/media";
import { createLinger } from "./linger.ts";
import type { StreamInfo } from "./state.ts";
import type { StreamOptions, StreamState, StreamStats, StreamUpdate } from "./stream.ts";

/** A stream as the gateway keeps it. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Aborts when the stream is removed, replaced or its viewer closes. */
  readonly signal: AbortSignal;
  /** Codec of the newest picture that anybody read. */
  readonly codec: string | undefined;
  /** The stream's pictures for one HTTP reader: newest wins, counted until `signal` aborts. */
  read(signal: AbortSignal): AsyncIterable<EncodedFrame>;
  /** Leaves the source open a moment longer. */
  linger(): void;
  /** A frame has been written to an HTTP reader. */
  shown(frame: EncodedFrame): void;
  update(update: StreamUpdate): void;
  info(): StreamInfo;
  end(): void;
}

/** How soon the next snapshot is asked for, and some more. */
const lingerMs = 1000;

/** Makes a stream known by its handle and its HTTP readers. `changed` is called when {@link Channel.info} tells something new. */
export function createChannel(options: StreamOptions, firstGeneration: number, changed: () => void): Channel {
  const { id, name, role } = options;
  const ended = new AbortController();
  const readings = new Set<Reading<EncodedFrame>>();
  let droppedBefore = 0;
  let generation = firstGeneration;
  let state: StreamState = options.state ?? "live";
  let since = Date.now();
  let message: string | undefined;
  let stats: StreamStats | undefined;
  let newest: Pick<EncodedFrame, "width" | "height" | "codec"> | undefined;

  function note({ width, height, codec }: EncodedFrame): void {
    if (newest?.width === width && newest.height === height && newest.codec === codec) return;
    newest = { width, height, codec };
    changed();
  }

  const frames = share<EncodedFrame>(async function* (opened) {
    try {
      for await (const frame of options.frames(opened)) {
        note(frame);
        yield frame;
      }
    } finally {
      if (!opened?.signal?.aborted) {
        generation++;
        changed();
      }
    }
  });

  return {
    id,
    name,
    signal: ended.signal,

    get codec() {
      return newest?.codec;
    },

    read(signal) {
      const reading = frames({ signal });
      readings.add(reading);
      onAbort(signal, () => {
        if (readings.delete(reading)) droppedBefore += reading.dropped;
      });
      return reading;
    },

    linger: createLinger(frames, lingerMs, ended.signal),
    shown: (frame) => options.onShown?.(frame),

    update(update) {
      if (ended.signal.aborted) return;
      if (update.state !== undefined && update.state !== state) {
        state = update.state;
        since = Date.now();
        message = undefined;
      }
      if (update.message !== undefined) message = update.message;
      if (update.stats !== undefined) stats = update.stats;
      changed();
    },

    info: () => ({
      id,
      name,
      role,
      state,
      message: message ?? null,
      since,
      generation,
      width: newest?.width ?? null,
      height: newest?.height ?? null,
      codec: newest?.codec ?? null,
      stats: stats ?? null,
      readers: {
        count: readings.size,
        dropped: [...readings].reduce((sum, reading) => sum + reading.dropped, droppedBefore),
      },
    }),

    end: () => ended.abort(),
  };
}
