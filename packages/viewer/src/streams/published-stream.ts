import { setMaxListeners } from "node:events";
import { type Codec, createSimulcast, type Rendition } from "@framewire/codec";
import { type EncodedFrame, type Logger, onAbort, type Subscription, share } from "@framewire/media";
import { createKeepWarm } from "./keep-warm.ts";
import { createStageMemory, type FrameStages } from "./latency-stages.ts";
import type { StreamInfo } from "./state.ts";
import type { StreamOptions, StreamState, StreamStats, StreamUpdate } from "./stream.ts";

/** How somebody reads a {@link PublishedStream}. */
interface ReadOptions {
  /** Ends the reading; until it aborts, the reader counts as one. */
  readonly signal: AbortSignal;
  /** Names of the codecs that the reader takes, the preferred one first. */
  readonly accept: readonly string[];
  /** Which of {@link PublishedStream.levels} its link has room for, asked at each frame. Default: always the best. */
  readonly level?: () => number;
}

/** A stream as the gateway keeps it. */
export interface PublishedStream {
  readonly id: string;
  readonly name: string;
  /** Aborts when the stream is removed, replaced or its viewer closes. */
  readonly signal: AbortSignal;
  /** The renditions that a reader can ask for, the best first. */
  readonly ladder: readonly Rendition[];
  /**
   * The stream's pictures for one reader: newest wins. As they came where the reader takes them so; what has to be
   * converted is, once for all who ask for the same. Throws a `NoCommonCodecError`, at once or in the loop, where
   * that cannot be done.
   */
  read(options: ReadOptions): AsyncIterable<EncodedFrame>;
  /** When a frame that was read here passed its stages. */
  stagesOf(frame: EncodedFrame): FrameStages;
  /** Leaves the source open a moment longer. */
  linger(): void;
  /** So many more pictures were dropped on the way to a reader. */
  addDropped(count: number): void;
  /** A frame has been written to an HTTP reader. */
  shown(frame: EncodedFrame): void;
  update(update: StreamUpdate): void;
  info(): StreamInfo;
  end(): void;
}

/** What a channel works with. */
export interface PublishedStreamContext {
  readonly firstGeneration: number;
  /** What readers of a stream of the same id, which this one replaces, were too slow for. */
  readonly droppedBefore: number;
  /** Called when {@link PublishedStream.info} tells something new. */
  readonly changed: () => void;
  readonly codecs: readonly Codec[];
  readonly log: Logger;
}

/** How soon the next snapshot is asked for, and some more. */
const lingerMs = 1000;

/** Makes a stream known by its handle and its readers. */
export function createPublishedStream(
  options: StreamOptions,
  { firstGeneration, droppedBefore: before, changed, codecs, log }: PublishedStreamContext,
): PublishedStream {
  const { id, name, role } = options;
  const ended = new AbortController();
  // One listener for each reader is no leak, of which Node would warn.
  setMaxListeners(0, ended.signal);
  const readings = new Set<Subscription<EncodedFrame>>();
  let droppedBefore = before;
  let generation = firstGeneration;
  let state: StreamState = options.state ?? "live";
  let since = Date.now();
  let message: string | undefined;
  let stats: StreamStats | undefined;
  const stages = createStageMemory();
  let newest: Pick<EncodedFrame, "width" | "height" | "codec"> | undefined;

  function note(frame: EncodedFrame): void {
    stages.note(frame);
    const { width, height, codec } = frame;
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
  const encodings = createSimulcast(frames, codecs, { log });

  return {
    id,
    name,
    signal: ended.signal,
    ladder: encodings.ladder,

    read({ signal, accept, level = () => 0 }) {
      const reading = encodings.subscribe(accept, { level })({ signal });
      readings.add(reading);
      onAbort(signal, () => {
        if (readings.delete(reading)) droppedBefore += reading.dropped;
      });
      return reading;
    },

    stagesOf: stages.stagesOf,
    linger: createKeepWarm(frames, lingerMs, ended.signal),
    addDropped(count) {
      droppedBefore += count;
    },
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
      source: options.frames.describe?.() ?? null,
      readers: {
        count: readings.size,
        dropped: [...readings].reduce((sum, reading) => sum + reading.dropped, droppedBefore),
      },
    }),

    end: () => ended.abort(),
  };
}
