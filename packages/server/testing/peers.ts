/** Clients for tests of a server: on the protocol, and on a bare socket. */

import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";

/** An instance id with the key that proves it. */
export function provableInstance(seed: string): { readonly instanceId: string; readonly instanceKey: Uint8Array } {
  const instanceKey = createHash("sha256").update(seed).digest().subarray(0, 16);
  return { instanceKey, instanceId: createHash("sha256").update(instanceKey).digest("base64url").slice(0, 22) };
}

/** A client on 127.0.0.1 that speaks the protocol, and its socket. */
export interface Peer {
  readonly socket: Socket;
  readonly connection: Connection;
}

/** The addresses of a connection. */
export interface Endpoints {
  readonly host?: string | undefined;
  readonly localAddress?: string;
}

/** Connects a client. Rejects as `openConnection` does. */
export async function join(port: number, options: Partial<OpenConnectionOptions> = {}, host?: string): Promise<Peer> {
  const socket = await openSocket(port, { host });
  return { socket, connection: await openConnection(tcpTransport(socket), { codecs: ["jpeg", "webp"], ...options }) };
}

/** Opens a socket that is not read yet. */
export async function openSocket(port: number, endpoints: Endpoints = {}): Promise<Socket> {
  const { host = "127.0.0.1", localAddress } = endpoints;
  const socket = connect({ port, host, noDelay: true, ...(localAddress && { localAddress }) });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket.on("error", () => {});
}

/** A client that is only a socket. */
export interface RawPeer {
  readonly socket: Socket;
  /** The kinds of the received packets, in order. */
  kinds(): readonly string[];
  /** The received bye. */
  bye(): { readonly reason: number; readonly message: string } | undefined;
  /** Resolves when the socket is closed, by either side. */
  readonly closed: Promise<void>;
}

/** Opens a socket and keeps what it receives. Sends nothing, except pongs with `answersPings`. */
export async function openRaw(
  port: number,
  { answersPings = false, ...endpoints }: Endpoints & { readonly answersPings?: boolean } = {},
): Promise<RawPeer> {
  const socket = await openSocket(port, endpoints);
  let received = Buffer.alloc(0);
  let answered = 0;
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!answersPings) return;
    const pings = packets(received).filter(([tag]) => tag === 0x22);
    for (const ping of pings.slice(answered)) socket.write(pongBytes(ping));
    answered = pings.length;
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    socket,
    closed,
    kinds: () => packets(received).map(([tag = 0]) => kindOf.get(tag >> 3) ?? "unknown"),
    bye() {
      const packet = packets(received).find(([tag]) => tag === 0x12);
      // Tag, length, reason (08 nn), message (12 length text); both lengths fit in one byte.
      return packet && { reason: packet[3] ?? 0, message: packet.subarray(6).toString() };
    },
  };
}

const kindOf = new Map([
  [1, "hello"],
  [2, "bye"],
  [3, "ack"],
  [4, "ping"],
  [5, "pong"],
  [15, "frame"],
]);

function packets(stream: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    let length = 0;
    let shift = 0;
    for (let byte = 0x80; byte & 0x80; shift += 7) {
      byte = stream[at++] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
    }
    if (at + length > stream.length) break;
    found.push(stream.subarray(at, at + length));
    at += length;
  }
  return found;
}

/** The bytes of a hello of a peer that decodes JPEG. */
export function helloBytes(instanceId: string, instanceKey: Uint8Array = new Uint8Array()): Buffer {
  const text = (field: number, value: string | Uint8Array) =>
    Buffer.from([(field << 3) | 2, value.length, ...Buffer.from(value)]);
  const hello = Buffer.concat([
    Buffer.from([0x08, 1]),
    text(2, "raw"),
    text(3, instanceId),
    text(4, "jpeg"),
    Buffer.from([0x28, 0x80, 0x80, 0x80, 0x08]),
    text(7, instanceKey),
  ]);
  const packet = Buffer.from([0x0a, hello.length, ...hello]);
  return Buffer.from([packet.length, ...packet]);
}

/** The pong for a ping, whose time follows two tags and a length. */
function pongBytes(ping: Buffer): Buffer {
  const time = ping.subarray(3);
  const pong = Buffer.concat([1, 2, 3].map((field) => Buffer.concat([Buffer.from([field << 3]), time])));
  return Buffer.from([pong.length + 2, 0x2a, pong.length, ...pong]);
}
