/** The encoder of one rendition, shared by all subscribers that want it. */
import { createLatestSlot, type EncodedFrame, type Logger, now } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { defaultConcurrency } from "../encode-stream.ts";
import { mapConcurrent } from "../map-concurrent.ts";
import type { DecodeCache } from "./decode-cache.ts";
import type { RenditionCounts } from "./rendition-counts.ts";
import type { SourceFrame } from "./source-frame.ts";
import type { Subscriber } from "./subscriber.ts";

/** One encoder with a newest-wins slot in front of it. */
export interface RenditionEncoder {
  /** Requests the next frame that is encoded for this subscriber too. */
  request(subscriber: Subscriber): void;
  /** Encodes the frame for its requesters, if there are any, unless a newer one replaces it before the encoder is free. */
  encode(sourceFrame: SourceFrame): void;
  /** The order of the last frame that was requested. */
  lastRequested(): number;
  /** Accepts no further frames, finishes those in progress (or drops them once the signal has aborted), and closes. */
  close(): Promise<void>;
}

/** Creates the encoder. */
export function createRenditionEncoder({
  codec,
  level,
  quality,
  scale,
  signal,
  log,
  counts,
  decodeCache,
}: RenditionEncoderOptions): RenditionEncoder {
  const encoder = codec.createEncoder({ quality });
  const slot = createLatestSlot<Job>();
  const jobs: AsyncIterable<Job> = { [Symbol.asyncIterator]: () => ({ next: () => slot.take() }) };
  let requesters: Subscriber[] = [];
  let newest: Job | undefined;
  let lastRequested = 0;
  let failing = false;

  async function encode({ sourceFrame }: Job): Promise<EncodedFrame | undefined> {
    try {
      const encoded = await encoder.encode(await decodeCache.getPixels(sourceFrame, scale));
      const times = { ...encoded.times, acquired: sourceFrame.acquiredAt, encoded: now() };
      counts.encoded++;
      failing = false;
      return level > 0 ? { ...encoded, level, times } : { ...encoded, times };
    } catch (error) {
      // The source was closed: no subscriber waits for this frame.
      if (signal?.aborted) return undefined;
      counts.failed++;
      // Only the first failure in a row is logged: a camera that sends only damaged frames must not fill the log.
      if (!failing) log.warn(`A frame is skipped. ${error instanceof Error ? error.message : error}`);
      failing = true;
      return undefined;
    } finally {
      decodeCache.release(sourceFrame);
    }
  }

  function finish({ sourceFrame, subscribers }: Job, encoded: EncodedFrame | undefined): void {
    for (const subscriber of subscribers) subscriber.complete(sourceFrame.order, encoded);
  }

  async function run(): Promise<void> {
    const work = async (job: Job) => ({ job, encoded: await encode(job) });
    for await (const { job, encoded } of mapConcurrent(jobs, work, { concurrency: defaultConcurrency, signal })) {
      finish(job, encoded);
    }
  }

  const ended = run();
  return {
    lastRequested: () => lastRequested,
    request(subscriber) {
      requesters.push(subscriber);
    },
    encode(sourceFrame) {
      if (requesters.length === 0) return;
      const replaced = slot.full ? newest : undefined;
      newest = { sourceFrame, subscribers: requesters };
      requesters = [];
      lastRequested = sourceFrame.order;
      sourceFrame.users++;
      slot.put(newest);
      if (!replaced) return;
      counts.dropped++;
      decodeCache.release(replaced.sourceFrame);
      finish(replaced, undefined);
    },
    async close() {
      slot.close();
      await ended;
      await encoder.close();
    },
  };
}

/** Options of {@link createRenditionEncoder}. */
export interface RenditionEncoderOptions {
  readonly codec: Codec;
  /** Index into the ladder. */
  readonly level: number;
  readonly quality: number;
  readonly scale: number;
  /** Aborts when the source is closed. */
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
  /** Counted up as frames pass. */
  readonly counts: RenditionCounts;
  readonly decodeCache: DecodeCache;
}

/** A frame to encode, and the subscribers that it is for. */
interface Job {
  readonly sourceFrame: SourceFrame;
  readonly subscribers: readonly Subscriber[];
}
