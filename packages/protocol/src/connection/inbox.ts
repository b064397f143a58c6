import { createMailbox, type EncodedFrame, now } from "@framewire/media";
import type { Receipt } from "../wire/packet.ts";

/** What an {@link Inbox} needs of its connection. */
export interface InboxOptions {
  /** Sends a receipt. */
  acknowledge(receipt: Receipt): void;
  /** The reader gets a frame, `from` the time when it had come, `to` now. */
  taken(frame: EncodedFrame, from: number, to: number): void;
  /** The round trip in microseconds, as far as it is known. */
  roundTrip(): number;
}

/** The receiving end of a connection's frames: one slot, newest wins, receipts for what is taken. */
export interface Inbox {
  /** A frame came. */
  put(frame: EncodedFrame, receiptWanted: boolean): void;
  /** Sends the receipt for what was taken and not acknowledged yet, if there is any. */
  flush(): void;
  /** Leaves out what nobody has taken: who looks next wants a new one. */
  discard(): void;
  close(): void;
  /** Waits for the newest frame. Done when the inbox is closed, or the signal aborts. */
  take(signal: AbortSignal): Promise<IteratorResult<EncodedFrame, undefined>>;
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
export function createInbox({ acknowledge, taken: handOut, roundTrip }: InboxOptions): Inbox {
  const mailbox = createMailbox<Arrival>();
  let received = 0;
  let wanted = 0;
  let taken: Arrival | undefined;
  let waited = 0;
  let acknowledged = 0;
  let staleDropped = 0;

  function flush(): void {
    if (!taken || taken.number <= acknowledged) return;
    acknowledged = taken.number;
    acknowledge({ frames: acknowledged, waited, received: taken.at });
  }

  function pick(arrival: Arrival): void {
    taken = arrival;
    const at = now();
    waited = at - arrival.at;
    handOut(arrival.frame, arrival.at, at);
    if (wanted > acknowledged) flush();
  }

  /** Acknowledges an old frame and waits a moment for a newer one to come in its place. */
  async function freshen(old: Arrival): Promise<Arrival> {
    flush();
    const deadline = AbortSignal.timeout(Math.min(100 + Math.ceil((3 * roundTrip()) / 1000), 1000));
    try {
      const newer = await mailbox.take({ signal: deadline });
      if (newer.done) return old;
      pick(newer.value);
      staleDropped++;
      return newer.value;
    } catch {
      return old;
    }
  }

  return {
    put(frame, receiptWanted) {
      received++;
      if (receiptWanted) wanted = received;
      mailbox.put({ frame, number: received, at: now() });
    },
    flush,
    discard() {
      if (!mailbox.full) return;
      staleDropped++;
      void mailbox.take();
    },
    close: () => mailbox.close(),
    async take(signal) {
      const next = await mailbox.take({ signal }).catch(() => undefined);
      if (!next || next.done) return { done: true, value: undefined };
      pick(next.value);
      const { frame } = waited > staleAfter ? await freshen(next.value) : next.value;
      return { done: false, value: frame };
    },
    get dropped() {
      return mailbox.dropped + staleDropped;
    },
  };
}
