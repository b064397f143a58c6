/** Splits a byte stream into packets. */

import { allocate, inlineBytes } from "./allocate.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Splits a byte stream into packets, from the start of the stream on. */
export class PacketReader {
  /** The largest packet that is accepted, in bytes. A larger one is refused at its length prefix. */
  maxPacketBytes: number;
  #chunk: Uint8Array = empty;
  #position = 0;
  #length = 0;
  #prefixBytes = 0;
  #body: Uint8Array | undefined;
  #filled = 0;

  constructor(maxPacketBytes: number) {
    this.maxPacketBytes = maxPacketBytes;
  }

  /** Adds the next bytes of the stream, split anywhere. Call it only once {@link next} has returned undefined. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#position = 0;
  }

  /**
   * Returns the next packet without its length prefix, in memory of its own; undefined if the stream has no further
   * complete packet. Throws a {@link ProtocolError} for an invalid or too large length; the reader is unusable then.
   */
  next(): Uint8Array | undefined {
    const chunk = this.#chunk;
    if (this.#position < chunk.length) this.#body ??= this.#readPrefix(chunk);
    const body = this.#body;
    if (body) {
      const count = Math.min(this.#length - this.#filled, chunk.length - this.#position);
      copy(chunk, this.#position, body, this.#filled, count);
      this.#position += count;
      this.#filled += count;
      if (this.#filled === this.#length) {
        this.#body = undefined;
        this.#length = 0;
        this.#prefixBytes = 0;
        return body;
      }
    }
    this.#chunk = empty;
    return undefined;
  }

  /** Reads the length prefix. Returns memory for the packet once the prefix is complete. */
  #readPrefix(chunk: Uint8Array): Uint8Array | undefined {
    while (this.#position < chunk.length) {
      const byte = chunk[this.#position++] as number;
      this.#length += (byte & 0x7f) * 2 ** (7 * this.#prefixBytes++);
      const continues = byte >= 0x80;
      if (continues && this.#prefixBytes < maxPrefixBytes) continue;
      if (continues || this.#length > this.maxPacketBytes) {
        throw new ProtocolError(
          `A packet of ${continues ? "over 4 GiB" : `${this.#length} bytes`} is more than the ${this.maxPacketBytes} allowed here.`,
        );
      }
      this.#filled = 0;
      return allocate(this.#length);
    }
    return undefined;
  }
}

/** A varint32 has at most five bytes. */
const maxPrefixBytes = 5;

const empty = new Uint8Array();

/** Copies a range. For a few bytes a loop is faster than `set` with a view. */
function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, count: number): void {
  if (count > inlineBytes) to.set(from.subarray(start, start + count), at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i] as number;
}
