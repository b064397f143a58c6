/** The hello, and the limits that apply to it. */

import { ProtocolError } from "./protocol-error.ts";

/** The version of the protocol that this package implements. */
export const protocolVersion = 1;

/** The largest packet before the hello, in bytes. */
export const maxPacketBytesBeforeHello = 4096;

/** The lowest `maxPacketBytes` that a hello may have. */
export const minMaxPacketBytes = 65_536;

/** The longest message of a bye, in UTF-16 units. */
export const maxByeMessage = 500;

/** What a peer announces about itself in its first packet. */
export interface Hello {
  /** For people: the name of the machine or camera. */
  readonly name: string;
  /** Identifies the program, also when it reconnects: 8 to 64 characters of `A-Z a-z 0-9 _ -`. */
  readonly instanceId: string;
  /** Names of the codecs that the peer decodes, in order of preference. */
  readonly codecs: readonly string[];
  /** The largest packet that the peer accepts, in bytes without the length prefix. */
  readonly maxPacketBytes: number;
  /** Highest acceptable age of a frame on reception at the peer, in microseconds; 0 for any age. */
  readonly maxLatency: number;
}

/** Makes an instance id of 16 random characters, for a program that does not need to prove it. */
export function createInstanceId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The length of an instance key, in bytes. */
const instanceKeyBytes = 16;

/** Checks the length of an instance key. Throws a {@link ProtocolError}. */
export function checkInstanceKey(key: Uint8Array | undefined): void {
  if (key && key.length !== instanceKeyBytes) {
    throw new ProtocolError(`The hello's instance_key must have ${instanceKeyBytes} bytes.`);
  }
}

/** Checks a hello of either side, and sanitises its text. Throws a {@link ProtocolError}. */
export function checkHello(hello: Hello): Hello {
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(hello.instanceId)) {
    throw new ProtocolError("The hello's instance id must be 8 to 64 letters, digits, _ or -.");
  }
  const { maxPacketBytes, maxLatency } = hello;
  if (!Number.isInteger(maxLatency) || maxLatency < 0 || maxLatency > 0xffff_ffff) {
    throw new ProtocolError(`The hello's max_latency must be 0 to ${0xffff_ffff}.`);
  }
  if (!Number.isInteger(maxPacketBytes) || maxPacketBytes < minMaxPacketBytes || maxPacketBytes > 0xffff_ffff) {
    throw new ProtocolError(`The hello's max_packet_bytes must be ${minMaxPacketBytes} to ${0xffff_ffff}.`);
  }
  if (hello.codecs.length > 32 || hello.codecs.some((codec) => !/^[a-z0-9][a-z0-9.+-]{0,31}$/.test(codec))) {
    throw new ProtocolError("The hello's codecs must be at most 32 names of a-z, 0-9, dot, plus and dash.");
  }
  return { ...hello, name: sanitise(hello.name, 100) };
}

/**
 * The codec that both sides compute for the frames of one direction: the first codec of the receiver that the sender
 * has as well. Undefined if there is none.
 */
export function chooseCodec(sender: Pick<Hello, "codecs">, receiver: Pick<Hello, "codecs">): string | undefined {
  return receiver.codecs.find((codec) => sender.codecs.includes(codec));
}

/** Text from a peer, safe to print: without control characters, and of bounded length. */
export function sanitise(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\u{fffd}");
}
