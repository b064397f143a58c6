import type { EncodedFrame, Shared } from "@framewire/media";
import type { Codec } from "./codec.ts";
import { createSlot, type Slot } from "./slot.ts";

/** What a receiver takes. */
export interface Wanted {
  /** Names of the codecs that it decodes. */
  readonly accepts: ReadonlySet<string>;
  /** Encodes what it does not take as it is. */
  readonly codec: Codec;
  /** Which of the levels it wants the next frame in. */
  readonly level: (() => number) | undefined;
}

/** Where the frames for one reader go. */
export interface Outlet {
  readonly wanted: Wanted;
  readonly slot: Slot<EncodedFrame>;
  /** Orders of the frames that lanes have in work for it, the oldest first. */
  readonly inWork: number[];
  /** Frames that came from a lane while an older one is still in work in another. */
  readonly early: Map<number, EncodedFrame>;
  /** Order of the newest frame that was put in the slot. */
  newest: number;
  /** Frames that came from the encoder when a newer one had been given to the reader. */
  overtaken: number;
  /** Ends the reading, with the error if there is one, and lets go of the source. Idempotent. */
  leave(error?: Error): void;
}

/** Puts the frame in the slot, unless the reader has been given a newer one. */
export function deliver(outlet: Outlet, order: number, frame: EncodedFrame): void {
  if (order < outlet.newest) {
    outlet.overtaken++;
    return;
  }
  outlet.newest = order;
  outlet.slot.put(frame);
}

/**
 * A lane has done with one of the frames that it has in work for the outlet: delivers it, or nothing where it
 * was dropped or has failed. After a change of level two lanes work for an outlet for a moment; what the new
 * one has ready waits until the old one has done, unless that takes for as long as the new one needs for
 * several frames.
 */
export function settle(outlet: Outlet, order: number, frame: EncodedFrame | undefined): void {
  const { inWork, early } = outlet;
  const place = inWork.indexOf(order);
  if (place === -1) {
    if (frame) outlet.overtaken++;
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
    deliver(outlet, order, frame);
  }
  if (early.size > 0) deliverEarly(outlet);
}

/** Frames that wait for an older one, at most. */
const mostEarly = 2;

function deliverEarly(outlet: Outlet): void {
  const { inWork, early } = outlet;
  for (let order = inWork[0]; order !== undefined; order = inWork[0]) {
    const frame = early.get(order);
    if (!frame) return;
    inWork.shift();
    early.delete(order);
    deliver(outlet, order, frame);
  }
}

/**
 * Gives each reader an outlet, which is among `outlets` from the first `next()` until the reader leaves
 * or `serving` ends.
 */
export function readOutlets(wanted: Wanted, outlets: Set<Outlet>, serving: Shared<never>): Shared<EncodedFrame> {
  return (options) => {
    let current: Outlet | undefined;
    return {
      get dropped() {
        return current ? current.slot.dropped + current.overtaken : 0;
      },
      [Symbol.asyncIterator]() {
        const source = serving(options)[Symbol.asyncIterator]();
        const outlet: Outlet = {
          wanted,
          slot: createSlot(),
          inWork: [],
          early: new Map(),
          newest: 0,
          overtaken: 0,
          leave(error) {
            outlets.delete(outlet);
            outlet.slot.close(error);
            void source.return?.();
          },
        };
        current = outlet;
        return readOutlet(outlet, outlets, source);
      },
    };
  };
}

function readOutlet(
  outlet: Outlet,
  outlets: Set<Outlet>,
  serving: AsyncIterator<never>,
): AsyncIterator<EncodedFrame, undefined> {
  let started = false;

  /** Keeps the source open, and learns when it ends and why. */
  async function join(): Promise<void> {
    outlets.add(outlet);
    try {
      await serving.next();
      outlet.leave();
    } catch (error) {
      outlet.leave(error as Error);
    }
  }

  return {
    next() {
      if (!started) {
        started = true;
        void join();
      }
      return outlet.slot.take();
    },
    async return() {
      started = true;
      outlet.leave();
      return { done: true, value: undefined };
    },
  };
}
