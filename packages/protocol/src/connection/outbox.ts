import { type EncodedFrame, now, onAbort, type Pushing, type Source } from "@framewire/media";
import { maxFrameOverhead } from "../wire/encode-frame.ts";
import type { Controller } from "./controller.ts";
import type { Demand } from "./demand.ts";
import type { Mutable } from "./mutable.ts";

/** What an {@link Outbox} needs of its connection. */
export interface OutboxOptions {
  readonly controller: Controller;
  /** Whether the peer looks. */
  readonly demand: Demand;
  /** Ends it: the connection is closing. */
  readonly signal: AbortSignal;
  /** The largest packet that the peer takes, in bytes. */
  readonly maxPacketBytes: number;
  /** Throws for a frame that the peer would refuse. */
  check(frame: EncodedFrame): void;
  /** Sends a frame that was there to be sent since `queued`. */
  transmit(
    frame: EncodedFrame,
    times: { readonly queued: number; readonly sent: number },
    receiptWanted: boolean,
  ): void;
  ping(): void;
}

/** The sending end of a connection's frames: one slot, newest wins, sent when the controller says so. */
export interface Outbox {
  /** Sends the newest of these frames whenever there is room, until they end or the connection closes. */
  send(frames: AsyncIterable<EncodedFrame> | Source<EncodedFrame>, levels: readonly number[]): Promise<void>;
  /** There may be room now. */
  wake(): void;
  /** Frames that were left out: replaced by a newer one while there was no room, or larger than the peer takes. */
  readonly dropped: number;
}

/** Makes an {@link Outbox}. One `send` at a time. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { controller, demand, signal, maxPacketBytes, check, transmit, ping } = options;
  let sending = false;
  let slot: { readonly frame: EncodedFrame; readonly queued: number } | undefined;
  /** Goes on with who waits until the slot is empty, or some time has passed. */
  let goOn: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  onAbort(signal, clear);

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function clear(): void {
    if (timer) stopTimer();
    if (slot) outbox.dropped++;
    slot = undefined;
    goOn?.();
  }

  /** There may be room now for what lies in the slot. */
  function wake(): void {
    if (slot && !signal.aborted) trySend(slot, now());
  }

  /** Sends what lies in the slot, or sees to it that this is tried again when there is room. */
  function trySend({ frame, queued }: NonNullable<typeof slot>, at: number): void {
    const bytes = frame.data.byteLength;
    const opensAt = controller.opensAt(bytes, at);
    if (controller.wantsPing(at)) ping();
    if (timer) stopTimer();
    if (opensAt <= at) {
      slot = undefined;
      transmit(frame, { queued, sent: at }, controller.sent(bytes, at));
      goOn?.();
    } else if (Number.isFinite(opensAt)) {
      timer = setTimeout(wake, Math.ceil((opensAt - at) / 1000));
    }
  }

  function offer(frame: EncodedFrame): void {
    check(frame);
    const bytes = frame.data.byteLength;
    if (bytes + maxFrameOverhead > maxPacketBytes) {
      outbox.dropped++;
      return;
    }
    const queued = now();
    if (slot) outbox.dropped++;
    slot = { frame, queued };
    // How old a picture was that another peer sent here is that peer's own to keep low.
    const age = queued - (frame.times?.received ?? frame.timestamp);
    controller.offered({ bytes, level: frame.level ?? 0, age }, queued);
    if (!signal.aborted) trySend(slot, queued);
  }

  /** Gives a frame to be sent, or leaves it out where nobody looks. */
  function offerIfWanted(frame: EncodedFrame): void {
    if (demand.wanted) offer(frame);
    else outbox.dropped++;
  }

  function freed(): Promise<void> | void {
    if (slot) {
      return new Promise((resolve) => {
        goOn = resolve;
      });
    }
  }

  /** Where frames come without end, it lets all else run a millisecond between two that find no room. */
  function rest(): Promise<void> | void {
    if (!pause) {
      pause = setTimeout(() => {
        pause = undefined;
        goOn?.();
      }, 1);
    }
    return freed();
  }

  /** Offers frames as fast as they come, until they end or the signal aborts. */
  async function pump(frames: AsyncIterable<EncodedFrame>, until: AbortSignal): Promise<void> {
    const iterator = frames[Symbol.asyncIterator]();
    try {
      while (!until.aborted) {
        if (!demand.wanted) await demand.begins(until);
        const next = await iterator.next();
        if (next.done) return;
        if (until.aborted) return;
        if (slot) await rest();
        // Meanwhile the look may have ended, and the frame grown old.
        if (until.aborted) return;
        offerIfWanted(next.value);
      }
    } finally {
      // A generator whose next() is pending ends only when that comes; nobody waits for it.
      void iterator.return?.().catch(() => {});
    }
  }

  /** Opens the source while the peer looks, until it ends by itself. */
  async function pumpOnDemand(source: Source<EncodedFrame>): Promise<void> {
    while (!signal.aborted) {
      await demand.begins(signal);
      if (signal.aborted) return;
      const look = new AbortController();
      const forget = [demand.onEnd(() => look.abort()), onAbort(signal, () => look.abort())];
      try {
        const frames = source({ signal: look.signal });
        const work = isPushing(frames) ? frames.pushTo(offerIfWanted) : pump(frames, look.signal);
        await orAborted(work, look.signal);
        if (!look.signal.aborted) return;
      } finally {
        for (const each of forget) each();
        look.abort();
      }
    }
  }

  const outbox: Mutable<Outbox> = {
    dropped: 0,
    async send(frames, levels) {
      if (signal.aborted) return;
      if (sending) throw new Error("A connection sends one stream at a time: wait for the earlier send() to end.");
      sending = true;
      controller.begin(levels);
      // What nobody looks at now is old when somebody does.
      const forget = demand.onEnd(clear);
      try {
        try {
          await (typeof frames === "function" ? pumpOnDemand(frames) : orAborted(pump(frames, signal), signal));
        } finally {
          await freed();
        }
      } finally {
        forget();
        sending = false;
      }
    },
    wake,
  };
  return outbox;
}

/** Whether frames can be had without a promise for each. */
function isPushing(frames: AsyncIterable<EncodedFrame>): frames is Pushing<EncodedFrame> {
  return "pushTo" in frames;
}

/** Waits for `work`, but no longer than until the signal aborts. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let forget = (): void => {};
  const aborted = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    forget();
  }
}
