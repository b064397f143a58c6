import { allocate, few } from "./allocate.ts";
import { ProtocolError } from "./protocol-error.ts";

// 4 GiB and more is never a packet: a varint32 has at most five bytes.
const maxPrefixBytes = 5;

const nothing = new Uint8Array();

/** Cuts a stream of bytes into packets. Stands at its start when it is made. */
export class PacketReader {
  /** The largest packet that is taken, in bytes. A larger one is refused at its length prefix. */
  maxPacketBytes: number;
  #chunk: Uint8Array = nothing;
  #position = 0;
  #length = 0;
  #prefixBytes = 0;
  #body: Uint8Array | undefined;
  #filled = 0;

  constructor(maxPacketBytes: number) {
    this.maxPacketBytes = maxPacketBytes;
  }

  /** Takes the next bytes of the stream, cut anywhere. {@link next} has been called until it gave nothing. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#position = 0;
  }

  /**
   * The bytes of the next packet, without its length prefix; undefined where the stream's bytes complete none. They
   * are copied once, into memory of their own. Throws a {@link ProtocolError}, and is of no use after that.
   */
  next(): Uint8Array | undefined {
    const chunk = this.#chunk;
    if (this.#position < chunk.length) this.#body ??= this.#begin(chunk);
    const body = this.#body;
    if (body) {
      const part = Math.min(this.#length - this.#filled, chunk.length - this.#position);
      copy(chunk, this.#position, body, this.#filled, part);
      this.#position += part;
      this.#filled += part;
      if (this.#filled === this.#length) {
        this.#body = undefined;
        this.#length = 0;
        this.#prefixBytes = 0;
        return body;
      }
    }
    this.#chunk = nothing;
    return undefined;
  }

  /** Reads the length prefix; gives back where the packet is to lie once the whole prefix has come. */
  #begin(chunk: Uint8Array): Uint8Array | undefined {
    while (this.#position < chunk.length) {
      const byte = chunk[this.#position++] as number;
      this.#length += (byte & 0x7f) * 2 ** (7 * this.#prefixBytes++);
      const goesOn = byte >= 0x80;
      if (goesOn && this.#prefixBytes < maxPrefixBytes) continue;
      if (goesOn || this.#length > this.maxPacketBytes) {
        throw new ProtocolError(
          `A packet of ${goesOn ? "over 4 GiB" : `${this.#length} bytes`} is more than the ${this.maxPacketBytes} allowed here.`,
        );
      }
      this.#filled = 0;
      return allocate(this.#length);
    }
    return undefined;
  }
}

/** A few bytes are copied one by one, which is faster than to make a view of them first. */
function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, bytes: number): void {
  if (bytes > few) to.set(from.subarray(start, start + bytes), at);
  else for (let i = 0; i < bytes; i++) to[at + i] = from[start + i] as number;
}
