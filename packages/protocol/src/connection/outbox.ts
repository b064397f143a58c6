import { createMailbox, type EncodedFrame, type Mailbox, now, onAbort } from "@framewire/media";
import { encodeFrameHead, maxFrameOverhead } from "../wire/encode-packet.ts";
import type { Window } from "./window.ts";

/** What an {@link Outbox} needs of its connection. */
export interface OutboxOptions {
  readonly window: Window;
  /** Ends it: the connection is closing. */
  readonly signal: AbortSignal;
  /** The largest packet that the peer takes, in bytes. */
  readonly maxPacketBytes: number;
  /** Throws for a frame that the peer would refuse. */
  check(frame: EncodedFrame): void;
  /** Sends a frame, which has `head` before its data. */
  transmit(head: Uint8Array, frame: EncodedFrame): void;
  /** Asks for a receipt of what was taken. */
  ping(): void;
}

/** The sending end of a connection's frames. */
export interface Outbox {
  /** Sends the newest of these frames whenever the window has room, until they end or the connection closes. */
  send(frames: AsyncIterable<EncodedFrame>): Promise<void>;
  /** The window may have room now. */
  wake(): void;
  /** Frames that were left out: replaced by a newer one while the window was full, or larger than the peer takes. */
  readonly dropped: number;
}

/** Makes an {@link Outbox}. One `send` at a time. */
export function createOutbox({ window, signal, maxPacketBytes, check, transmit, ping }: OutboxOptions): Outbox {
  let dropped = 0;
  let roomMade: (() => void) | undefined;
  let slotFreed: (() => void) | undefined;
  let mailbox: Mailbox<EncodedFrame> | undefined;
  onAbort(signal, () => roomMade?.());

  async function room(): Promise<void> {
    while (!window.open && !signal.aborted) {
      if (window.wantsPing) ping();
      await new Promise<void>((resolve) => {
        roomMade = resolve;
      });
    }
  }

  /** Reads the frames as fast as they come; where they come without end, a millisecond apart, not to keep all else from running. */
  async function pump(frames: AsyncIterator<EncodedFrame>, waiting: Mailbox<EncodedFrame>): Promise<void> {
    try {
      for (let next = await frames.next(); !next.done && !signal.aborted; next = await frames.next()) {
        if (waiting.full) {
          await new Promise<void>((resolve) => {
            slotFreed = resolve;
            setTimeout(resolve, 1);
          });
        }
        waiting.put(next.value);
      }
      waiting.close();
    } catch (error) {
      waiting.close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    async send(frames) {
      if (signal.aborted) return;
      if (mailbox) throw new Error("A connection sends one stream at a time: wait for the earlier send() to end.");
      const waiting = createMailbox<EncodedFrame>();
      mailbox = waiting;
      const iterator = frames[Symbol.asyncIterator]();
      const forget = onAbort(signal, () => waiting.close());
      void pump(iterator, waiting);
      try {
        while (true) {
          await room();
          let next = await waiting.take();
          slotFreed?.();
          // The window can shut while no frame is there to be sent. A newer frame may come until it opens.
          while (!next.done && !window.open && !signal.aborted) {
            await room();
            if (!waiting.full) continue;
            next = await waiting.take();
            slotFreed?.();
            dropped++;
          }
          if (next.done || signal.aborted) return;
          const frame = next.value;
          check(frame);
          if (frame.data.byteLength + maxFrameOverhead > maxPacketBytes) dropped++;
          else transmit(encodeFrameHead(frame, window.sent(now())), frame);
        }
      } finally {
        forget();
        dropped += waiting.dropped;
        mailbox = undefined;
        // A generator whose next() is pending ends only when that comes; nobody waits for it.
        void iterator.return?.().catch(() => {});
      }
    },
    wake() {
      if (window.wantsPing) ping();
      roomMade?.();
    },
    get dropped() {
      return dropped + (mailbox?.dropped ?? 0);
    },
  };
}
