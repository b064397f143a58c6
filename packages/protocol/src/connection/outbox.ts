import { type EncodedFrame, now, onAbort, type Pushing, type Source } from "@framewire/media";
import { maxFrameOverhead } from "../wire/encode-frame.ts";
import { framePacket } from "../wire/frame-packet.ts";
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
  /** Throws for a frame that the peer would refuse. One that is like the frame before, in codec and size, is not asked of. */
  check(frame: EncodedFrame): void;
  /** Is called no more when the signal has aborted. */
  readonly write: (parts: readonly Uint8Array[]) => void;
  /**
   * A frame with the wish for a receipt was written, which was there to be sent since `queued`. The others are not told
   * of: with hundreds of peers it would cost, and these are enough.
   */
  left(frame: EncodedFrame, queued: number, sent: number): void;
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
  const { controller, demand, signal, maxPacketBytes, check, write, left, ping } = options;
  const { flights } = controller;
  let sending = false;
  /** The signal has aborted. Asking a signal itself takes long for what is asked for each frame of each peer. */
  let ended = false;
  /** Of the frame before. */
  let codec = "";
  let width = 0;
  let height = 0;
  let slot: { readonly frame: EncodedFrame; readonly queued: number } | undefined;
  /** Goes on with who waits until the slot is empty, or some time has passed. */
  let goOn: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  onAbort(signal, () => {
    ended = true;
    clear();
  });

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
    if (slot && !ended) trySend(slot, now());
  }

  /** Sends what lies in the slot, or sees to it that this is tried again when there is room. */
  function trySend({ frame, queued }: NonNullable<typeof slot>, at: number): void {
    const bytes = frame.data.byteLength;
    const opensAt = controller.opensAt(bytes, at);
    if (controller.wantsPing(at)) ping();
    if (timer) stopTimer();
    if (opensAt <= at) {
      slot = undefined;
      const receiptWanted = controller.sent({ bytes, level: frame.level ?? 0 }, at);
      write(framePacket(frame, receiptWanted, { encoded: frame.times?.encoded, queued, sent: at }));
      if (receiptWanted) left(frame, queued, at);
      goOn?.();
    } else if (Number.isFinite(opensAt)) {
      timer = setTimeout(wake, Math.ceil((opensAt - at) / 1000));
    }
  }

  /**
   * Gives a frame to be sent: on credit at once, or else when there is room; or leaves it out where nobody looks. This is
   * one function and not three, since each is another piece of memory to be touched for each frame of each peer.
   */
  function offer(frame: EncodedFrame): void {
    if (!demand.wanted) {
      outbox.dropped++;
      return;
    }
    const bytes = frame.data.byteLength;
    if (frame.codec !== codec || frame.width !== width || frame.height !== height) {
      check(frame);
      ({ codec, width, height } = frame);
    }
    if (bytes + maxFrameOverhead > maxPacketBytes) {
      outbox.dropped++;
      return;
    }
    const at = now();
    const receiptWanted = slot || ended ? undefined : flights.pass(bytes, frame.level ?? 0, at);
    if (receiptWanted === undefined) {
      wait(frame, at);
      return;
    }
    write(framePacket(frame, receiptWanted, { encoded: frame.times?.encoded, queued: at, sent: at }));
    if (receiptWanted) {
      controller.passed({ bytes, age: ageOf(frame, at) });
      left(frame, at, at);
    }
  }

  /** Puts the frame in the slot, and sends it if there is room. */
  function wait(frame: EncodedFrame, at: number): void {
    if (slot) outbox.dropped++;
    slot = { frame, queued: at };
    const { level = 0, data } = frame;
    controller.offered({ bytes: data.byteLength, level, age: ageOf(frame, at) }, at);
    if (!ended) trySend(slot, at);
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
        offer(next.value);
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
        const work = isPushing(frames) ? frames.pushTo(offer) : pump(frames, look.signal);
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

/** How old a picture was that another peer sent here is that peer's own to keep low. */
function ageOf({ times, timestamp }: EncodedFrame, at: number): number {
  return at - (times?.received ?? timestamp);
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
