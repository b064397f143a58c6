import { createLatestSlot, type EncodedFrame, type SharedSource, type Sink } from "@framewire/media";
import type { Codec } from "../codec.ts";

/** Readers that decode the same codecs. */
export interface SubscriberGroup {
  /** Names of the codecs. */
  readonly accepts: ReadonlySet<string>;
  /** Encodes what they do not take as it is. */
  readonly codec: Codec;
  /**
   * Each reader's outlet, and the sink that is its end: what all take as it is goes to the sinks with no look at the
   * outlets. With hundreds of them it is each further object that costs.
   */
  readonly outlets: Map<Subscriber, Sink<EncodedFrame>>;
}

/** Where the frames for one reader go. */
export interface Subscriber {
  readonly sink: Sink<EncodedFrame>;
  /** Which of the levels the reader wants the next frame in. */
  readonly level: (() => number) | undefined;
  /** Orders of the frames that lanes have in work for it, the oldest first. */
  readonly pending: number[];
  /** Frames that came from a lane while an older one is still in work in another. */
  readonly reorderBuffer: Map<number, EncodedFrame>;
  /** Frames that came from the encoder when a newer one had been given to the reader. */
  superseded: number;
  /** Ends the reading, with the error if there is one, and lets go of the source. Idempotent. */
  leave(error?: Error): void;
}

/** Gives the frame to the reader, where what it throws ends the reading. */
export function deliver(outlet: Subscriber, sink: Sink<EncodedFrame>, frame: EncodedFrame): void {
  try {
    sink.put(frame);
  } catch (error) {
    outlet.leave(error as Error);
  }
}

/** The reader is about to be given a newer frame than all that lanes have in work for it. */
export function supersede(outlet: Subscriber): void {
  outlet.superseded += outlet.reorderBuffer.size;
  outlet.reorderBuffer.clear();
  outlet.pending.length = 0;
}

/**
 * A lane has done with one of the frames that it has in work for the outlet: delivers it, or nothing where it
 * was dropped or has failed. After a change of level two lanes work for an outlet for a moment; what the new
 * one has ready waits until the old one has done, unless that takes for as long as the new one needs for
 * several frames.
 */
export function complete(outlet: Subscriber, order: number, frame: EncodedFrame | undefined): void {
  const { pending: inWork, reorderBuffer: early, sink } = outlet;
  const place = inWork.indexOf(order);
  if (place === -1) {
    if (frame) outlet.superseded++;
    return;
  }
  if (!frame) inWork.splice(place, 1);
  else if (place > 0) {
    early.set(order, frame);
    if (early.size <= mostEarly) return;
    inWork.splice(
      0,
      inWork.findIndex((each) => early.has(each)),
    );
  } else {
    inWork.shift();
    deliver(outlet, sink, frame);
  }
  if (early.size > 0) deliverEarly(outlet);
}

/** Frames that wait for an older one, at most. */
const mostEarly = 2;

function deliverEarly(outlet: Subscriber): void {
  const { pending: inWork, reorderBuffer: early, sink } = outlet;
  for (let order = inWork[0]; order !== undefined; order = inWork[0]) {
    const frame = early.get(order);
    if (!frame) return;
    inWork.shift();
    early.delete(order);
    deliver(outlet, sink, frame);
  }
}

/** What {@link readOutlets} needs. */
export interface OutletsOptions {
  /** Whom the readers belong to. */
  readonly audience: SubscriberGroup;
  /** All of whom somebody reads. */
  readonly audiences: Set<SubscriberGroup>;
  /** As {@link Subscriber.level}. */
  readonly level: (() => number) | undefined;
  /** Tells the readers when the source ends and why. */
  readonly serving: SharedSource<never>;
}

/**
 * Gives each reader an outlet, which is among the audience's from the first `next()` or `pushTo()` until the reader
 * leaves or `serving` ends.
 */
export function readOutlets({ audience, audiences, level, serving }: OutletsOptions): SharedSource<EncodedFrame> {
  const { outlets } = audience;
  return (options) => {
    let outlet: Subscriber | undefined;
    let slotDropped = (): number => 0;

    /** Opens an outlet, which keeps the source open, and says when it has ended and why. */
    function open(sink: Sink<EncodedFrame>, ended: (error: Error | undefined) => void): Subscriber {
      const source = serving(options)[Symbol.asyncIterator]();
      const own: Subscriber = {
        sink,
        level,
        pending: [],
        reorderBuffer: new Map(),
        superseded: 0,
        leave(error) {
          outlets.delete(own);
          if (outlets.size === 0) audiences.delete(audience);
          ended(error);
          void source.return?.();
        },
      };
      outlet = own;
      outlets.set(own, sink);
      audiences.add(audience);
      source.next().then(
        () => own.leave(),
        (error: Error) => own.leave(error),
      );
      return own;
    }

    return {
      get dropped() {
        return slotDropped() + (outlet?.superseded ?? 0);
      },

      pushTo: (sink) =>
        new Promise((resolve, reject) => {
          open(sink, (error) => (error ? reject(error) : resolve()));
        }),

      [Symbol.asyncIterator]() {
        const slot = createLatestSlot<EncodedFrame>();
        slotDropped = () => slot.dropped;
        let left = false;
        return {
          next() {
            if (!outlet && !left) open(slot, slot.close);
            return slot.take();
          },
          async return() {
            left = true;
            outlet?.leave();
            slot.close();
            return { done: true, value: undefined };
          },
        };
      },
    };
  };
}
