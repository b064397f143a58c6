import { type EncodedFrame, now } from "@framewire/media";
import type { Mutable } from "../mutable.ts";
import type { Ack } from "../wire/packet.ts";

/** What an {@link FrameReceiver} needs of its connection. */
export interface FrameReceiverOptions {
  /** Sends a receipt. */
  acknowledge(receipt: Ack): void;
  /** The reader gets a frame, `from` the time when it had come, `to` now. */
  taken(frame: EncodedFrame, from: number, to: number): void;
  /** The round trip in microseconds, as far as it is known. */
  roundTrip(): number;
}

/** The receiving end of a connection's frames: one slot, newest wins, receipts for what is taken. */
export interface FrameReceiver {
  /** A frame came. */
  put(frame: EncodedFrame, ackRequested: boolean): void;
  /** All that had come is put in: the reader that waits gets the newest. */
  turn(): void;
  /** Sends the receipt for what was taken and not acknowledged yet, if there is any. */
  flush(): void;
  /** Leaves out what nobody has taken, as if somebody had: who looks next wants a new one. */
  discard(): void;
  close(): void;
  /** Waits for the newest frame. Done when the inbox is closed, or the reader leaves. One at a time. */
  take(reader: object): Promise<IteratorResult<EncodedFrame, undefined>>;
  /** Ends the reader's `take()`, if it waits. */
  leave(reader: object): void;
  /** Frames that a newer one replaced before the reader took them. */
  readonly dropped: number;
}

interface Arrival {
  readonly frame: EncodedFrame;
  readonly number: number;
  readonly at: number;
}

/** A frame that has lain for so long is exchanged for a newer one before the reader gets it, if there is one. */
const staleAfter = 250_000;

/**
 * A receipt says *taken*, not *received*: the reader's pace becomes the sender's, and a reader that takes
 * nothing is sent nothing beyond the window. When it comes back, what lies in the slot is old: that frame
 * is acknowledged first, which lets the sender send its newest, and handed out only if nothing newer
 * follows within about a round trip.
 */
export function createFrameReceiver({ acknowledge, taken: handOut, roundTrip }: FrameReceiverOptions): FrameReceiver {
  let slot: Arrival | undefined;
  let closed = false;
  let waiting: { readonly reader: object; resolve(arrival: Arrival | undefined): void } | undefined;
  let received = 0;
  let wanted = 0;
  let taken: Arrival | undefined;
  let waited = 0;
  let acknowledged = 0;

  function flush(): void {
    if (!taken || taken.number <= acknowledged) return;
    acknowledged = taken.number;
    acknowledge({ consumed: acknowledged, ackDelay: waited, receivedAt: taken.at });
  }

  /** Empties the slot. Whoever waits for the receipt gets it: there is room for the next. */
  function consume(arrival: Arrival, at: number): void {
    slot = undefined;
    taken = arrival;
    waited = at - arrival.at;
    if (wanted > acknowledged) flush();
  }

  /** Gives the reader what is in the slot. */
  function pick(arrival: Arrival): Arrival {
    const at = now();
    handOut(arrival.frame, arrival.at, at);
    consume(arrival, at);
    return arrival;
  }

  function answer(arrival: Arrival | undefined): void {
    const who = waiting;
    waiting = undefined;
    who?.resolve(arrival);
  }

  function handOver(): void {
    if (slot && waiting) answer(pick(slot));
  }

  function next(reader: object): Promise<Arrival | undefined> {
    return new Promise((resolve) => {
      waiting = { reader, resolve };
    });
  }

  /** Acknowledges an old frame and waits a moment for a newer one to come in its place. */
  async function freshen(old: Arrival, reader: object): Promise<Arrival> {
    flush();
    const deadline = setTimeout(() => answer(undefined), Math.min(100 + Math.ceil((3 * roundTrip()) / 1000), 1000));
    const newer = await next(reader);
    clearTimeout(deadline);
    if (newer) inbox.dropped++;
    return newer ?? old;
  }

  const inbox: Mutable<FrameReceiver> = {
    dropped: 0,
    put(frame, ackRequested) {
      if (closed) return;
      received++;
      if (ackRequested) wanted = received;
      if (slot) inbox.dropped++;
      slot = { frame, number: received, at: now() };
    },
    turn: handOver,
    flush,
    discard() {
      if (!slot) return;
      inbox.dropped++;
      consume(slot, now());
    },
    close() {
      handOver();
      closed = true;
      answer(undefined);
    },
    leave(reader) {
      if (waiting?.reader === reader) answer(undefined);
    },
    async take(reader) {
      if (waiting) throw new Error("There is one reader of a connection's frames: wait for the pending next() first.");
      let arrival = slot ? pick(slot) : closed ? undefined : await next(reader);
      if (!arrival) return { done: true, value: undefined };
      if (waited > staleAfter) arrival = await freshen(arrival, reader);
      return { done: false, value: arrival.frame };
    },
  };
  return inbox;
}
