import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { reasonFromCode } from "./bye.ts";
import { type Hello, legible, maxByeMessage, protocolVersion } from "./hello.ts";
import type { Ack, Bye, Demand, Ping, Pong } from "./packet.ts";

/** A hello with its length prefix, ready to send, with the proof of its instance id where there is one. */
export function encodeHello(hello: Hello, instanceKey?: Uint8Array): Uint8Array {
  const fields = { version: protocolVersion, ...hello, codecs: [...hello.codecs] };
  return delimited({ hello: instanceKey ? { ...fields, instanceKey } : fields });
}

/** A bye with its length prefix, ready to send. A message that is too long for one is cut. */
export function encodeBye({ code, message }: Bye): Uint8Array {
  return delimited({ bye: { reason: reasonFromCode(code), message: legible(message, maxByeMessage) } });
}

/** An ack with its length prefix, ready to send. */
export function encodeAck(ack: Ack): Uint8Array {
  return delimited({ ack });
}

/** A ping with its length prefix, ready to send. */
export function encodePing(ping: Ping): Uint8Array {
  return delimited({ ping });
}

/** A pong with its length prefix, ready to send. */
export function encodePong(pong: Pong): Uint8Array {
  return delimited({ pong });
}

/** A demand with its length prefix, ready to send. */
export function encodeDemand(demand: Demand): Uint8Array {
  return delimited({ demand });
}

function delimited(packet: framewire.v1.Packet.$Properties): Uint8Array {
  return framewire.v1.Packet.encode(packet, protobuf.Writer.create().fork()).ldelim().finish();
}
