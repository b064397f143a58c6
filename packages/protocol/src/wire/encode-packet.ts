/** Encodes every packet except a frame, with its length prefix. */

import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { reasonFromCode } from "./bye.ts";
import { type Hello, maxByeMessage, protocolVersion, sanitise } from "./hello.ts";
import type { Ack, Bye, Demand, Ping, Pong } from "./packet.ts";

/** Encodes a hello, with the proof of its instance id if there is one. */
export function encodeHello(hello: Hello, instanceKey?: Uint8Array): Uint8Array {
  const fields = { version: protocolVersion, ...hello, codecs: [...hello.codecs] };
  return delimited({ hello: instanceKey ? { ...fields, instanceKey } : fields });
}

/** Encodes a bye. A message that is too long is truncated. */
export function encodeBye({ code, message }: Bye): Uint8Array {
  return delimited({ bye: { reason: reasonFromCode(code), message: sanitise(message, maxByeMessage) } });
}

export function encodeAck(ack: Ack): Uint8Array {
  return delimited({ ack });
}

export function encodePing(ping: Ping): Uint8Array {
  return delimited({ ping });
}

export function encodePong(pong: Pong): Uint8Array {
  return delimited({ pong });
}

export function encodeDemand(demand: Demand): Uint8Array {
  return delimited({ demand });
}

function delimited(packet: framewire.v1.Packet.$Properties): Uint8Array {
  return framewire.v1.Packet.encode(packet, protobuf.Writer.create().fork()).ldelim().finish();
}
