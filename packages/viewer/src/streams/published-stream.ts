/** One stream of the viewer: its source, its simulcast, its readers and its state. */

import { setMaxListeners } from "node:events";
import { type Codec, createSimulcast, type Rendition, type SubscribeOptions } from "@framewire/codec";
import { type EncodedFrame, type Logger, onAbort, type Source, type Subscription } from "@framewire/media";
import type { SimulcastSource } from "@framewire/protocol";
import { createKeepWarm, holdOpen } from "./keep-warm.ts";
import { createStageTimesCache, type StageTimes } from "./latency-stages.ts";
import type { StreamInfo } from "./state.ts";
import type { StreamState, StreamStats, StreamUpdate, ViewerStreamOptions } from "./stream.ts";

/** A stream as the gateway serves it. `connection.send(stream)` sends it to a page. */
export interface PublishedStream extends SimulcastSource {
  readonly id: string;
  readonly name: string;
  /** Aborts when the stream is removed or replaced, or when the viewer closes. */
  readonly signal: AbortSignal;
  /** The renditions that a reader can ask for, the best first. */
  readonly ladder: readonly Rendition[];
  /**
   * The stream's frames for one reader, newest wins. Frames in a codec that the reader accepts pass through; others are
   * converted, once for all readers of the same rendition. The reader is counted until the signal that it opens the
   * source with aborts. Throws a `NoCommonCodecError`, here or in the loop, when no codec can convert the frames.
   */
  subscribe(accept: readonly string[], options?: SubscribeOptions): Source<EncodedFrame>;
  /** Stage times of a frame that a subscription returned. */
  stageTimesOf(frame: EncodedFrame): StageTimes;
  /** Keeps the source open for a second. */
  keepWarm(): void;
  /** Adds to the number of frames that were dropped on the way to readers. */
  addDropped(count: number): void;
  /** Call when a frame has been written to an HTTP reader. */
  shown(frame: EncodedFrame): void;
  /** Disconnects the stream's peer; undefined where that is not possible. */
  readonly disconnect: (() => void) | undefined;
  update(update: StreamUpdate): void;
  info(): StreamInfo;
  end(): void;
}

/** What a {@link PublishedStream} needs of its viewer. */
export interface PublishedStreamContext {
  readonly firstGeneration: number;
  /** Frames that readers of the stream that this one replaces were too slow for. */
  readonly droppedBefore: number;
  /** Called when {@link PublishedStream.info} has changed. */
  readonly changed: () => void;
  readonly codecs: readonly Codec[];
  readonly log: Logger;
}

/** Longer than the usual interval between two snapshots of one client. */
const keepWarmMs = 1000;

/** Creates a stream. Its source stays closed until the first reader subscribes, unless `keepOpen` is set. */
export function createPublishedStream(
  options: ViewerStreamOptions,
  { firstGeneration, droppedBefore, changed, codecs, log }: PublishedStreamContext,
): PublishedStream {
  const { id, name, role, keepOpen = false } = options;
  const ended = new AbortController();
  // Each reader adds a listener; Node must not report that as a leak.
  setMaxListeners(0, ended.signal);
  const subscriptions = new Set<Subscription<EncodedFrame>>();
  let dropped = droppedBefore;
  let generation = firstGeneration;
  let state: StreamState = options.state ?? "live";
  let since = Date.now();
  let message: string | undefined;
  let stats: StreamStats | undefined;
  const stageTimes = createStageTimesCache();
  let newest: Pick<EncodedFrame, "width" | "height" | "codec"> | undefined;

  function note(frame: EncodedFrame): void {
    stageTimes.note(frame);
    const { width, height, codec } = frame;
    if (newest?.width === width && newest.height === height && newest.codec === codec) return;
    newest = { width, height, codec };
    changed();
  }

  /** The stream's frames, noted as they pass. A source that ends by itself begins a new generation. */
  async function* notedFrames(opened: Parameters<Source<EncodedFrame>>[0]): AsyncGenerator<EncodedFrame> {
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
  }

  const simulcast = createSimulcast(notedFrames, codecs, { log });
  /** Accepts every codec, so that nothing is converted for it. */
  const passthrough = simulcast.subscribe(codecs.map((codec) => codec.name));
  if (keepOpen) void holdOpen(passthrough, ended.signal);

  return {
    id,
    name,
    signal: ended.signal,
    ladder: simulcast.ladder,

    subscribe(accept, subscribeOptions) {
      const open = simulcast.subscribe(accept, subscribeOptions);
      return ({ signal = ended.signal } = {}) => {
        const subscription = open({ signal });
        subscriptions.add(subscription);
        onAbort(signal, () => {
          if (subscriptions.delete(subscription)) dropped += subscription.dropped;
        });
        return subscription;
      };
    },

    stageTimesOf: stageTimes.of,
    keepWarm: createKeepWarm(passthrough, keepWarmMs, ended.signal),
    addDropped(count) {
      dropped += count;
    },
    shown: (frame) => options.onShown?.(frame),
    disconnect: options.onDisconnect,

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

    info: () => {
      const description = options.frames.describe?.();
      const { problem, empty, ...source } = description ?? {};
      return {
        id,
        name,
        role,
        state: empty && state === "live" ? "none" : state,
        message: message ?? null,
        ...(problem === undefined ? {} : { problem }),
        since,
        generation,
        canDisconnect: state === "live" && options.onDisconnect !== undefined,
        width: newest?.width ?? null,
        height: newest?.height ?? null,
        codec: newest?.codec ?? null,
        stats: stats ?? null,
        source: description ? (source as StreamInfo["source"]) : null,
        readers: {
          count: subscriptions.size,
          dropped: [...subscriptions].reduce((sum, subscription) => sum + subscription.dropped, dropped),
        },
      };
    },

    end: () => ended.abort(),
  };
}
