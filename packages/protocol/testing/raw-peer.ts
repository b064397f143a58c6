/** A peer without a protocol of its own: it sends raw packets. */

import { until } from "test-support/until";
import type { Transport } from "../src/transports/transport.ts";
import { decodePacket } from "../src/wire/decode-packet.ts";
import { encodeBye, encodeHello, encodePong } from "../src/wire/encode-packet.ts";
import type { Hello } from "../src/wire/hello.ts";
import type { Packet } from "../src/wire/packet.ts";
import { PacketReader } from "../src/wire/packet-reader.ts";
import { packetsIn } from "./packets-in.ts";

/** A peer that sends only what a test passes to it, and records what it receives. */
export interface RawPeer {
  readonly packets: readonly Packet[];
  send(bytes: Uint8Array): void;
  /** Waits for the first packet of a kind. */
  heard<K extends Packet["kind"]>(kind: K): Promise<Extract<Packet, { kind: K }>>;
  readonly transport: Transport;
  readonly closed: boolean;
}

/** The packets that a {@link RawPeer} sends automatically. */
export interface RawPeerOptions {
  readonly hello?: boolean | Partial<Hello>;
  /** Answers pings. A number is added to its clock, in microseconds. */
  readonly pongs?: boolean | number;
  /** Answers a bye, and closes. */
  readonly byes?: boolean;
}

export const rawHello: Hello = {
  name: "raw",
  instanceId: "raw-peer-1",
  codecs: ["jpeg"],
  maxLatency: 0,
  maxPacketBytes: 65_536,
};

export function rawPeer(transport: Transport, { hello, pongs, byes }: RawPeerOptions = {}): RawPeer {
  const packets: Packet[] = [];
  const reader = new PacketReader(2 ** 24);
  let closed = false;

  function answer(packet: Packet): void {
    if (packet.kind === "ping" && pongs !== undefined && pongs !== false) {
      const at = Math.round(performance.now() * 1000) + (pongs === true ? 0 : pongs);
      transport.write([encodePong({ pingSent: packet.ping.sent, received: at, sent: at })]);
    }
    if (packet.kind === "bye" && byes) {
      transport.write([encodeBye({ code: "left", message: "" })]);
      transport.close();
    }
  }

  transport.start({
    data(chunk) {
      for (const bytes of packetsIn(chunk, reader)) {
        const packet = decodePacket(bytes);
        packets.push(packet);
        answer(packet);
      }
    },
    closed() {
      closed = true;
    },
  });
  if (hello) transport.write([encodeHello({ ...rawHello, ...(hello === true ? {} : hello) })]);

  return {
    packets,
    transport,
    send: (bytes) => transport.write([bytes]),
    async heard(kind) {
      await until(() => packets.some((packet) => packet.kind === kind));
      return packets.find((packet) => packet.kind === kind) as Extract<Packet, { kind: typeof kind }>;
    },
    get closed() {
      return closed;
    },
  };
}
