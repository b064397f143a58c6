import { allocate } from "./allocate.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Cuts a stream of bytes into packets. */
export interface PacketReader {
  /** The largest packet that is taken, in bytes. A larger one is refused at its length prefix. */
  maxPacketBytes: number;
  /**
   * Takes the next bytes of the stream, cut anywhere, and gives the bytes of each packet that they
   * complete, without its length prefix. Packets are copied once, into memory of their own. Throws a
   * {@link ProtocolError}, and is of no use after that.
   */
  push(chunk: Uint8Array): Generator<Uint8Array, void, void>;
}

// 4 GiB and more is never a packet: a varint32 has at most five bytes.
const maxPrefixBytes = 5;

/** Makes a {@link PacketReader} that stands at the start of a stream. */
export function createPacketReader(maxPacketBytes: number): PacketReader {
  let length = 0;
  let prefixBytes = 0;
  let body: Uint8Array | undefined;
  let filled = 0;

  const reader: PacketReader = {
    maxPacketBytes,

    *push(chunk) {
      let position = 0;
      while (position < chunk.byteLength) {
        if (!body) {
          const byte = chunk[position++] as number;
          length += (byte & 0x7f) * 2 ** (7 * prefixBytes++);
          if (byte & 0x80 && prefixBytes < maxPrefixBytes) continue;
          if (byte & 0x80 || length > reader.maxPacketBytes) {
            throw new ProtocolError(
              `A packet of ${byte & 0x80 ? "over 4 GiB" : `${length} bytes`} is more than the ${reader.maxPacketBytes} allowed here.`,
            );
          }
          body = allocate(length);
          filled = 0;
        }
        const part = Math.min(length - filled, chunk.byteLength - position);
        copy(chunk, position, body, filled, part);
        position += part;
        filled += part;
        if (filled < length) return;
        const packet = body;
        body = undefined;
        length = 0;
        prefixBytes = 0;
        yield packet;
      }
    },
  };
  return reader;
}

/** Up to so many bytes are copied one by one, which is faster than to make a view of them first. */
const few = 64;

function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, bytes: number): void {
  if (bytes > few) to.set(from.subarray(start, start + bytes), at);
  else for (let i = 0; i < bytes; i++) to[at + i] = from[start + i] as number;
}
