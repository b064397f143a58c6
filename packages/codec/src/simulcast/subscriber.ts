/** The subscribers of a simulcast: the newest frame for each, in the order of the source. */
import { createLatestSlot, type EncodedFrame, type SharedSource } from "@framewire/media";
import type { Codec } from "../codec.ts";

/** One subscriber of a simulcast, with its newest-wins slot. */
export class Subscriber {
  /** The level that the subscriber wants the next frame at. */
  readonly level: () => number;
  readonly #slot = createLatestSlot<EncodedFrame>();
  /** The order of each frame that is being encoded for it, oldest first. */
  readonly #pending: number[] = [];
  /** Encoded frames that wait for an older one from another encoder. */
  readonly #reorderBuffer = new Map<number, EncodedFrame>();
  #superseded = 0;
  readonly #onEnd: () => void;

  /** `onEnd` is called when the subscription ends. */
  constructor(level: () => number, onEnd: () => void) {
    this.level = level;
    this.#onEnd = onEnd;
  }

  /** Frames that a newer one replaced: in the slot, or while they were encoded. */
  get dropped(): number {
    return this.#slot.dropped + this.#superseded;
  }

  /** Waits for the newest frame. */
  take(): Promise<IteratorResult<EncodedFrame, undefined>> {
    return this.#slot.take();
  }

  /** Delivers a passthrough frame. It supersedes the frames that encoders are working on, which are older. */
  deliver(frame: EncodedFrame): void {
    if (this.#pending.length > 0) {
      this.#superseded += this.#reorderBuffer.size;
      this.#reorderBuffer.clear();
      this.#pending.length = 0;
    }
    this.#slot.put(frame);
  }

  /** An encoder starts to work on the frame with this order. */
  expect(order: number): void {
    this.#pending.push(order);
  }

  /**
   * An encoder has finished a frame, or dropped it: `frame` is undefined. After a change of level two encoders work for a
   * moment; a frame of the new one waits for the older frames of the old one, unless more than two frames wait.
   */
  complete(order: number, frame: EncodedFrame | undefined): void {
    const pending = this.#pending;
    const index = pending.indexOf(order);
    if (index === -1) {
      if (frame) this.#superseded++;
      return;
    }
    if (!frame) pending.splice(index, 1);
    else this.#reorderBuffer.set(order, frame);
    if (this.#reorderBuffer.size > maxReordered) {
      const oldestReady = pending.findIndex((each) => this.#reorderBuffer.has(each));
      pending.splice(0, oldestReady);
    }
    this.#deliverInOrder();
  }

  #deliverInOrder(): void {
    for (let order = this.#pending[0]; order !== undefined; order = this.#pending[0]) {
      const frame = this.#reorderBuffer.get(order);
      if (!frame) return;
      this.#pending.shift();
      this.#reorderBuffer.delete(order);
      this.#slot.put(frame);
    }
  }

  /** Ends the subscription, with the error if there is one. Idempotent. */
  end(error?: Error): void {
    this.#slot.close(error);
    this.#onEnd();
  }
}

/** Frames that wait for an older one, at most. */
const maxReordered = 2;

/** Subscribers that accept the same codecs. */
export interface SubscriberGroup {
  /** Names of the codecs that pass through. */
  readonly accepts: ReadonlySet<string>;
  /** Encodes the frames that do not pass through. */
  readonly codec: Codec;
  readonly subscribers: Set<Subscriber>;
}

/** Options of {@link subscribeTo}. */
export interface SubscribeToOptions {
  readonly group: SubscriberGroup;
  /** The groups that have subscribers. */
  readonly groups: Set<SubscriberGroup>;
  /** As {@link Subscriber.level}. */
  readonly level: () => number;
  /** Yields nothing. Each subscriber reads it to keep the source open, and it ends or throws as the source does. */
  readonly pump: SharedSource<never>;
}

/** Adds each reader to the group, from its first `next()` until it leaves or the source ends. */
export function subscribeTo({ group, groups, level, pump }: SubscribeToOptions): SharedSource<EncodedFrame> {
  return (options) => {
    const source = pump(options)[Symbol.asyncIterator]();
    const subscriber = new Subscriber(level, () => {
      group.subscribers.delete(subscriber);
      if (group.subscribers.size === 0) groups.delete(group);
      void source.return?.();
    });
    let joined = false;
    const iterator: AsyncIterator<EncodedFrame, undefined> = {
      next() {
        if (!joined) {
          joined = true;
          group.subscribers.add(subscriber);
          groups.add(group);
          source.next().then(
            () => subscriber.end(),
            (error: Error) => subscriber.end(error),
          );
        }
        return subscriber.take();
      },
      async return() {
        joined = true;
        subscriber.end();
        return { done: true, value: undefined };
      },
    };
    return {
      get dropped() {
        return subscriber.dropped;
      },
      [Symbol.asyncIterator]: () => iterator,
    };
  };
}
