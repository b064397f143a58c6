/** Splits the bytes of a stream into packets. */
import type { PacketReader } from "../src/wire/packet-reader.ts";

/** Yields the packets that the next bytes of a stream complete. */
export function* packetsIn(chunk: Uint8Array, reader: PacketReader): Generator<Uint8Array, void, void> {
  reader.push(chunk);
  for (let packet = reader.next(); packet; packet = reader.next()) yield packet;
}
