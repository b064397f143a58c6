import type { PacketReader } from "../src/wire/packet-reader.ts";

/** The packets that the next bytes of a stream complete, for a loop. */
export function* packetsIn(chunk: Uint8Array, reader: PacketReader): Generator<Uint8Array, void, void> {
  reader.push(chunk);
  for (let packet = reader.next(); packet; packet = reader.next()) yield packet;
}
