/** The frames that were sent and are not acknowledged yet. */

/** What is known of a sent frame. */
export interface SendRecord {
  bytes: number;
  /** Level of the ladder; 0 is the best. */
  level: number;
  /** In microseconds. */
  sentAt: number;
  ackRequested: boolean;
}

/** Ring size: the most frames in flight. */
const ringSize = 128;

/**
 * A ring of the latest sent frames, numbered from 1 as acks count them. A frame is *delivered* when all of it has
 * arrived, and *acked* when the peer's reader has consumed it: first one, then the other.
 */
export class InFlight {
  /** Filled as frames are sent, then reused. */
  readonly #ring: SendRecord[] = [];
  #sent = 0;
  #delivered = 0;
  #acked = 0;
  #bytes = 0;
  #lastAckRequest = 0;
  #bytesSinceAckRequest = 0;

  /** Number of the latest sent frame; 0 before the first. */
  get sent(): number {
    return this.#sent;
  }

  /** All frames up to this number have arrived. */
  get delivered(): number {
    return this.#delivered;
  }

  /** All frames up to this number have been consumed. */
  get acked(): number {
    return this.#acked;
  }

  /** Bytes in flight: sent and not acked. */
  get bytes(): number {
    return this.#bytes;
  }

  /** No other frame may be sent before an ack. */
  get full(): boolean {
    return this.#sent - this.#acked >= ringSize;
  }

  /** Number of the latest frame that requests an ack; 0 before the first. */
  get lastAckRequest(): number {
    return this.#lastAckRequest;
  }

  /** Bytes of the frames after that one. */
  get bytesSinceAckRequest(): number {
    return this.#bytesSinceAckRequest;
  }

  /** Returns the record of one of the latest 128 frames. */
  record(number: number): Readonly<SendRecord> {
    const record = this.#ring[number % ringSize];
    if (!record) throw new RangeError(`Frame ${number} was not sent.`);
    return record;
  }

  /** Returns the number of the first frame from `number` on that requests an ack; undefined if none does. */
  nextAckRequest(number: number): number | undefined {
    for (let next = number; next <= this.#sent; next++) if (this.record(next).ackRequested) return next;
    return undefined;
  }

  /** Adds a frame that is sent now. */
  add({ bytes, level, sentAt, ackRequested }: Readonly<SendRecord>): void {
    this.#sent++;
    this.#bytes += bytes;
    this.#bytesSinceAckRequest = ackRequested ? 0 : this.#bytesSinceAckRequest + bytes;
    if (ackRequested) this.#lastAckRequest = this.#sent;
    const record = this.#ring[this.#sent % ringSize];
    if (!record) {
      this.#ring[this.#sent % ringSize] = { bytes, level, sentAt, ackRequested };
      return;
    }
    record.bytes = bytes;
    record.level = level;
    record.sentAt = sentAt;
    record.ackRequested = ackRequested;
  }

  /** All frames up to `number` have arrived. A lower number than before is ignored. */
  deliver(number: number): void {
    this.#delivered = Math.max(this.#delivered, number);
  }

  /** All frames up to `number` have been consumed. A lower number than before is ignored. */
  ack(number: number): void {
    for (; this.#acked < number; this.#acked++) this.#bytes -= this.record(this.#acked + 1).bytes;
    this.deliver(number);
  }
}
