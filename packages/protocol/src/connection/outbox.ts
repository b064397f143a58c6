import { type EncodedFrame, now, onAbort, type Source } from "@framewire/media";
import { maxFrameOverhead } from "../wire/encode-frame.ts";
import type { Controller } from "./controller.ts";
import type { Demand } from "./demand.ts";

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
  let dropped = 0;
  let sending = false;
  let slot: { readonly frame: EncodedFrame; readonly queued: number } | undefined;
  let slotFreed: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onAbort(signal, clear);

  function clear(): void {
    clearTimeout(timer);
    timer = undefined;
    if (slot) dropped++;
    slot = undefined;
    slotFreed?.();
  }

  /** Sends what lies in the slot, or sees to it that this is tried again when there is room. */
  function trySend(): void {
    if (!slot || signal.aborted) return;
    const { frame, queued } = slot;
    const at = now();
    const opensAt = controller.opensAt(frame.data.byteLength, at);
    if (controller.wantsPing(at)) ping();
    clearTimeout(timer);
    timer = undefined;
    if (opensAt <= at) {
      slot = undefined;
      transmit(frame, { queued, sent: at }, controller.sent(frame.data.byteLength, at));
      slotFreed?.();
    } else if (Number.isFinite(opensAt)) {
      timer = setTimeout(trySend, Math.ceil((opensAt - at) / 1000));
    }
  }

  function offer(frame: EncodedFrame): void {
    check(frame);
    const bytes = frame.data.byteLength;
    if (bytes + maxFrameOverhead > maxPacketBytes) {
      dropped++;
      return;
    }
    const queued = now();
    if (slot) dropped++;
    slot = { frame, queued };
    controller.offered({ bytes, level: frame.level ?? 0, age: queued - frame.timestamp }, queued);
    trySend();
  }

  async function freed(): Promise<void> {
    if (!slot) return;
    await new Promise<void>((resolve) => {
      slotFreed = resolve;
    });
    slotFreed = undefined;
  }

  /** Where frames come without end, it lets all else run a millisecond between two that find no room. */
  async function rest(): Promise<void> {
    let pause: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      freed(),
      new Promise((resolve) => {
        pause = setTimeout(resolve, 1);
      }),
    ]);
    clearTimeout(pause);
  }

  /** Offers frames as fast as they come, until they end or the signal aborts. */
  async function pump(frames: AsyncIterable<EncodedFrame>, until: AbortSignal): Promise<void> {
    const iterator = frames[Symbol.asyncIterator]();
    // What nobody looks at now is old when somebody does.
    const forget = demand.onEnd(clear);
    try {
      while (!until.aborted) {
        if (!demand.wanted) await demand.begins(until);
        const next = await iterator.next();
        if (next.done) return;
        if (until.aborted) return;
        if (slot) await rest();
        // Meanwhile the look may have ended, and the frame grown old.
        if (until.aborted) return;
        if (demand.wanted) offer(next.value);
        else dropped++;
      }
    } finally {
      forget();
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
        await orAborted(pump(source({ signal: look.signal }), look.signal), look.signal);
        if (!look.signal.aborted) return;
      } finally {
        for (const each of forget) each();
        look.abort();
      }
    }
  }

  return {
    async send(frames, levels) {
      if (signal.aborted) return;
      if (sending) throw new Error("A connection sends one stream at a time: wait for the earlier send() to end.");
      sending = true;
      controller.begin(levels);
      try {
        try {
          await (typeof frames === "function" ? pumpOnDemand(frames) : orAborted(pump(frames, signal), signal));
        } finally {
          await freed();
        }
      } finally {
        sending = false;
      }
    },
    wake: trySend,
    get dropped() {
      return dropped;
    },
  };
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
