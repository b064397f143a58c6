/** The receiving end of a connection's frames: keeps the newest frame for the reader and acknowledges consumed ones. */

import { type EncodedFrame, now } from "@framewire/media";
import type { Ack } from "../wire/packet.ts";

/**
 * One slot in which the newest frame wins. An ack means *consumed*, not *received*: the reader's pace becomes the
 * sender's, and a reader that stalls receives no frames beyond the congestion window. When it resumes, the frame in the
 * slot is stale. The receiver acknowledges that frame first, which lets the sender send its newest, and returns it only
 * if no newer frame arrives within about a round trip.
 *
 * This is not a `LatestSlot`: that resolves its reader in a later microtask, and here an ack must precede the pong of
 * the same batch.
 */
export class FrameReceiver {
  readonly #options: FrameReceiverOptions;
  #slot: ReceivedFrame | undefined;
  #pending: PendingTake | undefined;
  /** Who takes frames, and since when. */
  #reader: object | undefined;
  #readerSince = Number.POSITIVE_INFINITY;
  #closed = false;
  #received = 0;
  #dropped = 0;
  /** Number of the last frame with `ack_requested`. */
  #ackRequested = 0;
  #consumed: ReceivedFrame | undefined;
  /** Microseconds that the last consumed frame waited for the reader. */
  #ackDelay = 0;
  #acked = 0;

  constructor(options: FrameReceiverOptions) {
    this.#options = options;
  }

  /** Frames that a newer one replaced before the reader consumed them. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Puts a frame into the slot. The reader receives it at {@link FrameReceiver.batchEnd}. */
  put(frame: EncodedFrame, ackRequested: boolean): void {
    if (this.#closed) return;
    this.#received++;
    if (ackRequested) this.#ackRequested = this.#received;
    if (this.#slot) this.#dropped++;
    this.#slot = { frame, number: this.#received, receivedAt: now() };
  }

  /** All packets of one read are processed: a pending `take()` resolves to the newest frame. */
  batchEnd(): void {
    if (this.#slot && this.#pending) this.#resolve(this.#pick(this.#slot));
  }

  /** Sends the ack for consumed frames that are not yet acknowledged, if there are any. */
  flushAck(): void {
    const frame = this.#consumed;
    if (!frame || frame.number <= this.#acked) return;
    this.#acked = frame.number;
    this.#options.sendAck({ consumed: frame.number, ackDelay: this.#ackDelay, receivedAt: frame.receivedAt });
  }

  /** Drops the frame in the slot and counts it as consumed, so that the sender has room for a new one. */
  discard(): void {
    if (!this.#slot) return;
    this.#dropped++;
    this.#consume(this.#slot, now());
  }

  /** Ends the frames. A pending `take()` still receives the frame in the slot. */
  close(): void {
    this.batchEnd();
    this.#closed = true;
    this.#resolve(undefined);
  }

  /**
   * Waits for the newest frame. `done` when the receiver is closed or the take is cancelled. One `take()` at a time;
   * `reader` identifies the caller to {@link FrameReceiver.cancel}.
   */
  async take(reader: object): Promise<IteratorResult<EncodedFrame, undefined>> {
    if (this.#pending) {
      throw new Error("A connection's frames have one reader at a time: await the pending next() before the next one.");
    }
    if (this.#reader !== reader) {
      this.#reader = reader;
      this.#readerSince = now();
    }
    let received = this.#slot ? this.#pick(this.#slot) : this.#closed ? undefined : await this.#next(reader);
    if (!received) return { done: true, value: undefined };
    if (this.#ackDelay > staleAfterUs) received = await this.#refresh(received, reader);
    return { done: false, value: received.frame };
  }

  /** Ends the reader's pending `take()`, if there is one. */
  cancel(reader: object): void {
    if (this.#pending?.reader === reader) this.#resolve(undefined);
  }

  /** Empties the slot and acknowledges the frame where that is requested. */
  #consume(received: ReceivedFrame, at: number): void {
    this.#slot = undefined;
    this.#consumed = received;
    this.#ackDelay = at - received.receivedAt;
    if (this.#ackRequested > this.#acked) this.flushAck();
  }

  /** Takes the frame in the slot for the reader. */
  #pick(received: ReceivedFrame): ReceivedFrame {
    const at = now();
    // A frame from before there was a reader says nothing about how long frames wait for one.
    if (received.receivedAt >= this.#readerSince) this.#options.onConsumed(received.frame, received.receivedAt, at);
    this.#consume(received, at);
    return received;
  }

  #resolve(received: ReceivedFrame | undefined): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(received);
  }

  #next(reader: object): Promise<ReceivedFrame | undefined> {
    return new Promise((resolve) => {
      this.#pending = { reader, resolve };
    });
  }

  /** Acknowledges a stale frame and waits a moment for a newer one to replace it. */
  async #refresh(stale: ReceivedFrame, reader: object): Promise<ReceivedFrame> {
    this.flushAck();
    const waitMs = Math.min(100 + Math.ceil((3 * this.#options.roundTrip()) / 1000), 1000);
    const deadline = setTimeout(() => this.#resolve(undefined), waitMs);
    const newer = await this.#next(reader);
    clearTimeout(deadline);
    if (newer) this.#dropped++;
    return newer ?? stale;
  }
}

/** The callbacks of a {@link FrameReceiver}. */
export interface FrameReceiverOptions {
  /** Sends an ack. */
  sendAck(ack: Ack): void;
  /** The reader consumes a frame that arrived while it reads. Times are in microseconds on this side's clock. */
  onConsumed(frame: EncodedFrame, receivedAt: number, consumedAt: number): void;
  /** The latest round trip in microseconds; 0 before it is known. */
  roundTrip(): number;
}

interface ReceivedFrame {
  readonly frame: EncodedFrame;
  /** Counts the connection's frames from 1, as `Ack.consumed` does. */
  readonly number: number;
  readonly receivedAt: number;
}

interface PendingTake {
  readonly reader: object;
  resolve(received: ReceivedFrame | undefined): void;
}

/** A frame that waited longer for the reader, in microseconds, is stale: a newer one replaces it if one arrives soon. */
const staleAfterUs = 250_000;
