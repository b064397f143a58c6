/** Reads packets from a chunk of a stream. */

import type { PacketReader } from "../../../packages/protocol/dist/wire/packet-reader.js";

/** Yields the packets that the next bytes of a stream complete. */
export function* readPackets(chunk: Uint8Array, reader: PacketReader): Generator<Uint8Array, void, void> {
  reader.push(chunk);
  for (let packet = reader.next(); packet; packet = reader.next()) yield packet;
}
