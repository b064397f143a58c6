import { createMailbox, type EncodedFrame, type Shared, type Sink } from "@framewire/media";
import type { Codec } from "./codec.ts";

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
  /** The codec of the latest encoded frame of the source, and whether the reader takes it: the next has the same. */
  codec: string | undefined;
  takesCodec: boolean;
  /** The reader; what it throws ends the reading. */
  readonly sink: Sink<EncodedFrame>;
  /** Orders of the frames that lanes have in work for it, the oldest first. */
  readonly inWork: number[];
  /** Frames that came from a lane while an older one is still in work in another. */
  readonly early: Map<number, EncodedFrame>;
  /** Order of the newest frame that was given to the reader. */
  newest: number;
  /** Frames that came from the encoder when a newer one had been given to the reader. */
  overtaken: number;
  /** Ends the reading, with the error if there is one, and lets go of the source. Idempotent. */
  leave(error?: Error): void;
}

/** Whether the reader takes the source's frame as it is. */
export function takes(outlet: Outlet, { codec }: EncodedFrame): boolean {
  if (outlet.codec !== codec) {
    outlet.codec = codec;
    outlet.takesCodec = outlet.wanted.accepts.has(codec);
  }
  return outlet.takesCodec;
}

/** Gives the frame to the reader, unless that has been given a newer one. */
export function deliver(outlet: Outlet, order: number, frame: EncodedFrame): void {
  if (order < outlet.newest) {
    outlet.overtaken++;
    return;
  }
  outlet.newest = order;
  try {
    outlet.sink.put(frame);
  } catch (error) {
    outlet.leave(error as Error);
  }
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
 * Gives each reader an outlet, which is among `outlets` from the first `next()` or `pushTo()` until the reader
 * leaves or `serving` ends.
 */
export function readOutlets(wanted: Wanted, outlets: Set<Outlet>, serving: Shared<never>): Shared<EncodedFrame> {
  return (options) => {
    let outlet: Outlet | undefined;
    let slotDropped = (): number => 0;

    /** Opens an outlet, which keeps the source open, and says when it has ended and why. */
    function open(sink: Sink<EncodedFrame>, ended: (error: Error | undefined) => void): Outlet {
      const source = serving(options)[Symbol.asyncIterator]();
      const own: Outlet = {
        wanted,
        sink,
        codec: undefined,
        takesCodec: false,
        inWork: [],
        early: new Map(),
        newest: 0,
        overtaken: 0,
        leave(error) {
          outlets.delete(own);
          ended(error);
          void source.return?.();
        },
      };
      outlet = own;
      outlets.add(own);
      source.next().then(
        () => own.leave(),
        (error: Error) => own.leave(error),
      );
      return own;
    }

    return {
      get dropped() {
        return slotDropped() + (outlet?.overtaken ?? 0);
      },

      pushTo: (sink) =>
        new Promise((resolve, reject) => {
          open(sink, (error) => (error ? reject(error) : resolve()));
        }),

      [Symbol.asyncIterator]() {
        const slot = createMailbox<EncodedFrame>();
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
