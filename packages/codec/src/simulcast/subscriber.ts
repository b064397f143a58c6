/** The subscribers of a simulcast: whom a frame goes to, and in what order. */
import { createLatestSlot, type EncodedFrame, type SharedSource, type Sink } from "@framewire/media";
import type { Codec } from "../codec.ts";

/** One reader of a simulcast. */
export interface Subscriber {
  readonly sink: Sink<EncodedFrame>;
  /** The level that the reader wants the next frame at. */
  readonly level: (() => number) | undefined;
  /** The order of each frame that is being encoded for it, oldest first. */
  readonly pending: number[];
  /** Frames that one encoder has finished while another still works on an older one. */
  readonly reorderBuffer: Map<number, EncodedFrame>;
  /** Frames that an encoder finished after a newer one had been delivered. */
  superseded: number;
  /** Ends the subscription, with the error if there is one, and releases the source. Idempotent. */
  leave(error?: Error): void;
}

/** Subscribers that decode the same codecs. */
export interface SubscriberGroup {
  /** Names of the codecs. */
  readonly accepts: ReadonlySet<string>;
  /** Encodes the frames that are not passed through. */
  readonly codec: Codec;
  /** Each subscriber and its sink, beside it for speed: passthrough frames touch the sink only. */
  readonly subscribers: Map<Subscriber, Sink<EncodedFrame>>;
}

/** Delivers the frame. An error that the sink throws ends the subscription. */
export function deliver(subscriber: Subscriber, sink: Sink<EncodedFrame>, frame: EncodedFrame): void {
  try {
    sink.put(frame);
  } catch (error) {
    subscriber.leave(error as Error);
  }
}

/** Drops all frames that are being encoded for the subscriber. Call it before a newer one is delivered. */
export function supersede(subscriber: Subscriber): void {
  subscriber.superseded += subscriber.reorderBuffer.size;
  subscriber.reorderBuffer.clear();
  subscriber.pending.length = 0;
}

/**
 * Reports that an encoder has finished a frame for the subscriber, or without `frame`, has dropped it or failed. Delivers in
 * order: after a change of level two encoders work for one subscriber for a moment, and frames of the faster one wait in
 * the reorder buffer until the slower one has finished, unless that takes several frames' time.
 */
export function complete(subscriber: Subscriber, order: number, frame: EncodedFrame | undefined): void {
  const { pending, reorderBuffer, sink } = subscriber;
  const index = pending.indexOf(order);
  if (index === -1) {
    if (frame) subscriber.superseded++;
    return;
  }
  if (!frame) pending.splice(index, 1);
  else if (index > 0) {
    reorderBuffer.set(order, frame);
    if (reorderBuffer.size <= maxReorder) return;
    // Stop waiting for the frames before the oldest that is ready.
    pending.splice(
      0,
      pending.findIndex((each) => reorderBuffer.has(each)),
    );
  } else {
    pending.shift();
    deliver(subscriber, sink, frame);
  }
  if (reorderBuffer.size > 0) deliverReordered(subscriber);
}

/** Frames that wait for an older one, at most. */
const maxReorder = 2;

function deliverReordered(subscriber: Subscriber): void {
  const { pending, reorderBuffer, sink } = subscriber;
  for (let order = pending[0]; order !== undefined; order = pending[0]) {
    const frame = reorderBuffer.get(order);
    if (!frame) return;
    pending.shift();
    reorderBuffer.delete(order);
    deliver(subscriber, sink, frame);
  }
}

/** Options of {@link subscribeTo}. */
export interface SubscribeToOptions {
  /** The subscribers' group. */
  readonly group: SubscriberGroup;
  /** All groups that have subscribers. */
  readonly groups: Set<SubscriberGroup>;
  /** As {@link Subscriber.level}. */
  readonly level: (() => number) | undefined;
  /** Yields nothing. Each subscriber reads it to keep the source open, and it ends or throws as the source does. */
  readonly pump: SharedSource<never>;
}

/** Adds each reader to the group, from its first `next()` or `pushTo()` until it leaves or the source ends. */
export function subscribeTo({ group, groups, level, pump }: SubscribeToOptions): SharedSource<EncodedFrame> {
  const { subscribers } = group;
  return (options) => {
    let subscriber: Subscriber | undefined;
    let slotDropped = (): number => 0;

    /** Opens the source for the subscriber, and calls `ended` once when the subscription ends. */
    function open(sink: Sink<EncodedFrame>, ended: (error: Error | undefined) => void): Subscriber {
      const source = pump(options)[Symbol.asyncIterator]();
      const own: Subscriber = {
        sink,
        level,
        pending: [],
        reorderBuffer: new Map(),
        superseded: 0,
        leave(error) {
          subscribers.delete(own);
          if (subscribers.size === 0) groups.delete(group);
          ended(error);
          void source.return?.();
        },
      };
      subscriber = own;
      subscribers.set(own, sink);
      groups.add(group);
      source.next().then(
        () => own.leave(),
        (error: Error) => own.leave(error),
      );
      return own;
    }

    return {
      get dropped() {
        return slotDropped() + (subscriber?.superseded ?? 0);
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
            if (!subscriber && !left) open(slot, slot.close);
            return slot.take();
          },
          async return() {
            left = true;
            subscriber?.leave();
            slot.close();
            return { done: true, value: undefined };
          },
        };
      },
    };
  };
}
