import { createMailbox, type EncodedFrame, isEncoded, type Logger, type VideoFrame } from "@framewire/media";
import type { Codec } from "./codec.ts";
import { ordered } from "./ordered.ts";
import { defaultConcurrency } from "./stages.ts";

/** A frame of the source with its place in the order of arrival, which a source's own numbers may not keep. */
export interface Arrival {
  readonly order: number;
  readonly frame: VideoFrame | EncodedFrame;
}

/** What became of the frames that were put in a {@link Lane}. */
export interface LaneCounts {
  encoded: number;
  dropped: number;
  failed: number;
}

/** One encoder at work, with a newest-wins slot in front of it. */
export interface Lane {
  /** Encodes the frame as soon as the encoder has room, unless a newer one comes first. Never waits. */
  put(arrival: Arrival): void;
  /** Takes no more frames, finishes those in work (or drops them, if the signal has aborted), and closes the encoder. */
  close(): Promise<void>;
}

/** What a {@link Lane} works with. */
export interface LaneOptions {
  readonly codec: Codec;
  readonly quality: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
  /** Counted up as frames pass. */
  readonly counts: LaneCounts;
  /** Decodes a frame that the source gave encoded. */
  decode(frame: EncodedFrame): Promise<VideoFrame>;
  /** Takes each encoded frame, in order of arrival. */
  deliver(codec: Codec, arrival: Arrival, encoded: EncodedFrame): void;
}

/** Makes an encoder and sets it to work. */
export function openLane({ codec, quality, signal, log, counts, decode, deliver }: LaneOptions): Lane {
  const encoder = codec.createEncoder(quality === undefined ? {} : { quality });
  const mailbox = createMailbox<Arrival>();
  const arrivals: AsyncIterable<Arrival> = { [Symbol.asyncIterator]: () => ({ next: () => mailbox.take() }) };
  let failing = false;

  async function encode(arrival: Arrival): Promise<{ arrival: Arrival; encoded: EncodedFrame } | undefined> {
    const { frame } = arrival;
    try {
      const encoded = await encoder.encode(isEncoded(frame) ? await decode(frame) : frame);
      counts.encoded++;
      failing = false;
      return { arrival, encoded };
    } catch (error) {
      counts.failed++;
      // A camera that gives nothing but bad pictures must not fill the log as fast as it gives them.
      if (!failing)
        log.warn(`A frame is not shown in ${codec.name}. ${error instanceof Error ? error.message : error}`);
      failing = true;
      return undefined;
    }
  }

  async function work(): Promise<void> {
    for await (const done of ordered(arrivals, encode, { concurrency: defaultConcurrency, signal })) {
      if (done) deliver(codec, done.arrival, done.encoded);
    }
  }

  const ended = work();
  return {
    put(arrival) {
      if (mailbox.full) counts.dropped++;
      mailbox.put(arrival);
    },
    async close() {
      mailbox.close();
      await ended;
      await encoder.close();
    },
  };
}
