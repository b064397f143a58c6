/** The encoder of one rendition, shared by all subscribers that want it. */
import { createLatestSlot, type EncodedFrame, now } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { defaultConcurrency } from "../encode-stream.ts";
import { mapConcurrent } from "../map-concurrent.ts";
import type { DecodeCache } from "./decode-cache.ts";
import type { FrameProblems } from "./frame-problems.ts";
import type { RenditionCounts } from "./rendition-counts.ts";
import type { SourceFrame } from "./source-frame.ts";
import type { Subscriber } from "./subscriber.ts";

/** One encoder with a newest-wins slot in front of it. */
export interface RenditionEncoder {
  /** Requests the next frame. */
  request(request: RenditionRequest): void;
  /** Encodes the frame for its requesters, if there are any, unless a newer one replaces it before the encoder is free. */
  encode(sourceFrame: SourceFrame): void;
  /** The order of the last frame that was requested. */
  lastRequested(): number;
  /** Accepts no further frames, finishes those in progress (or drops them once the signal has aborted), and closes. */
  close(): Promise<void>;
}

/** A subscriber's request for one frame. */
export interface RenditionRequest {
  readonly subscriber: Subscriber;
  /** The source's own frame, where the subscriber accepts it: it is delivered if the rendition cannot be made. */
  readonly passthrough: EncodedFrame | undefined;
}

/** Creates the encoder. */
export function createRenditionEncoder({
  codec,
  level,
  quality,
  scale,
  signal,
  problems,
  counts,
  decodeCache,
}: RenditionEncoderOptions): RenditionEncoder {
  const encoder = codec.createEncoder({ quality });
  const slot = createLatestSlot<Job>();
  const jobs: AsyncIterable<Job> = { [Symbol.asyncIterator]: () => ({ next: () => slot.take() }) };
  let requests: RenditionRequest[] = [];
  let newest: Job | undefined;
  let lastRequested = 0;

  /** Returns each subscriber's frame. */
  async function encode({ sourceFrame }: Job): Promise<(request: RenditionRequest) => EncodedFrame | undefined> {
    try {
      const encoded = await encoder.encode(await decodeCache.getPixels(sourceFrame, scale));
      const times = { ...encoded.times, acquired: sourceFrame.acquiredAt, encoded: now() };
      counts.encoded++;
      const frame = level > 0 ? { ...encoded, level, times } : { ...encoded, times };
      return () => frame;
    } catch (error) {
      // The source was closed: no subscriber waits for this frame.
      if (signal?.aborted) return nothing;
      counts.failed++;
      problems.failed(error);
      return ({ passthrough }) => passthrough;
    } finally {
      decodeCache.release(sourceFrame);
    }
  }

  function finish(
    { sourceFrame, requests }: Job,
    frameFor: (request: RenditionRequest) => EncodedFrame | undefined,
  ): void {
    for (const request of requests) request.subscriber.complete(sourceFrame.order, frameFor(request));
  }

  async function run(): Promise<void> {
    const work = async (job: Job) => ({ job, frameFor: await encode(job) });
    for await (const { job, frameFor } of mapConcurrent(jobs, work, { concurrency: defaultConcurrency, signal })) {
      finish(job, frameFor);
    }
  }

  const ended = run();
  return {
    lastRequested: () => lastRequested,
    request(request) {
      requests.push(request);
    },
    encode(sourceFrame) {
      if (requests.length === 0) return;
      const replaced = slot.full ? newest : undefined;
      newest = { sourceFrame, requests };
      requests = [];
      lastRequested = sourceFrame.order;
      sourceFrame.users++;
      slot.put(newest);
      if (!replaced) return;
      counts.dropped++;
      decodeCache.release(replaced.sourceFrame);
      finish(replaced, nothing);
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
  readonly problems: FrameProblems;
  /** Counted up as frames pass. */
  readonly counts: RenditionCounts;
  readonly decodeCache: DecodeCache;
}

/** A frame to encode, and the requests for it. */
interface Job {
  readonly sourceFrame: SourceFrame;
  readonly requests: readonly RenditionRequest[];
}

/** No subscriber's frame. */
function nothing(): undefined {}
