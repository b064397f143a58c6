import { createLatestSlot, type EncodedFrame, type Logger, now } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { defaultConcurrency } from "../encode-stream.ts";
import { mapConcurrent } from "../map-concurrent.ts";
import type { DecodeCache } from "./decode-cache.ts";
import type { SourceFrame } from "./source-frame.ts";
import { complete, type Subscriber } from "./subscriber.ts";

/** What became of the frames that were put in a {@link RenditionEncoder}. */
export interface RenditionCounts {
  encoded: number;
  dropped: number;
  failed: number;
}

/** One encoder at work, with a newest-wins slot in front of it. */
export interface RenditionEncoder {
  /** Order of the last frame that was put in. */
  lastUsed(): number;
  /** The next frame that is put in goes to this outlet, among others. */
  want(outlet: Subscriber): void;
  /** Encodes the frame for those who want it, if any do, unless a newer one comes before the encoder has room. */
  put(arrival: SourceFrame): void;
  /** Takes no more frames, finishes those in work (or drops them, if the signal has aborted), and closes the encoder. */
  close(): Promise<void>;
}

/** What a {@link RenditionEncoder} works with. */
export interface RenditionEncoderOptions {
  readonly codec: Codec;
  /** Which of the levels it is. */
  readonly level: number;
  readonly quality: number;
  readonly scale: number;
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
  /** Counted up as frames pass. */
  readonly counts: RenditionCounts;
  readonly pictures: DecodeCache;
}

interface Task {
  readonly arrival: SourceFrame;
  readonly outlets: readonly Subscriber[];
}

/** Makes an encoder and sets it to work. */
export function createRenditionEncoder({
  codec,
  level,
  quality,
  scale,
  signal,
  log,
  counts,
  pictures,
}: RenditionEncoderOptions): RenditionEncoder {
  const encoder = codec.createEncoder({ quality });
  const mailbox = createLatestSlot<Task>();
  const tasks: AsyncIterable<Task> = { [Symbol.asyncIterator]: () => ({ next: () => mailbox.take() }) };
  let wanting: Subscriber[] = [];
  let newest: Task | undefined;
  let lastUsed = 0;
  let failing = false;

  async function encode(task: Task): Promise<{ task: Task; encoded: EncodedFrame | undefined }> {
    try {
      const encoded = await encoder.encode(await pictures.get(task.arrival, scale));
      const times = { ...encoded.times, encoded: now() };
      counts.encoded++;
      failing = false;
      return { task, encoded: level > 0 ? { ...encoded, level, times } : { ...encoded, times } };
    } catch (error) {
      // What was still in work when the source was let go of: nobody waits for it.
      if (signal?.aborted) return { task, encoded: undefined };
      counts.failed++;
      // A camera that gives nothing but bad pictures must not fill the log as fast as it gives them.
      if (!failing)
        log.warn(`A frame is not shown in ${codec.name}. ${error instanceof Error ? error.message : error}`);
      failing = true;
      return { task, encoded: undefined };
    } finally {
      pictures.release(task.arrival);
    }
  }

  function hand({ arrival, outlets }: Task, encoded: EncodedFrame | undefined): void {
    for (const outlet of outlets) complete(outlet, arrival.order, encoded);
  }

  async function work(): Promise<void> {
    for await (const { task, encoded } of mapConcurrent(tasks, encode, { concurrency: defaultConcurrency, signal })) {
      hand(task, encoded);
    }
  }

  const ended = work();
  return {
    lastUsed: () => lastUsed,
    want(outlet) {
      wanting.push(outlet);
    },
    put(arrival) {
      if (wanting.length === 0) return;
      const replaced = mailbox.full ? newest : undefined;
      newest = { arrival, outlets: wanting };
      wanting = [];
      lastUsed = arrival.order;
      arrival.users++;
      mailbox.put(newest);
      if (!replaced) return;
      counts.dropped++;
      pictures.release(replaced.arrival);
      hand(replaced, undefined);
    },
    async close() {
      mailbox.close();
      await ended;
      await encoder.close();
    },
  };
}
