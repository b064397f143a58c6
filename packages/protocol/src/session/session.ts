/** The session: packets both ways over a transport, a hello first and a bye last. */

import { now, TokenBucket } from "@framewire/media";
import type { Transport } from "../transports/transport.ts";
import { type ByeCode, type CloseInfo, closedByLocal, closedByRemote } from "../wire/bye.ts";
import { decodePacket } from "../wire/decode-packet.ts";
import { encodeBye, encodeHello } from "../wire/encode-packet.ts";
import { checkHello, checkInstanceKey, type Hello, maxPacketBytesBeforeHello, protocolVersion } from "../wire/hello.ts";
import type { Bye, Packet } from "../wire/packet.ts";
import { PacketReader } from "../wire/packet-reader.ts";
import { ProtocolError } from "../wire/protocol-error.ts";

/** Packets both ways over a transport, with a hello first and a bye last. */
export interface Session {
  /** The peer's hello; undefined when the session closes before one arrives. */
  readonly remoteHello: Promise<Hello | undefined>;
  /**
   * Starts to deliver the packets after the hello. `batchEnd` is called after all packets of one read. Called once, right
   * after `remoteHello` resolves.
   */
  receive(handler: SessionHandler): void;
  /** Sends encoded packets. Ignored once a bye is sent. */
  write(parts: readonly Uint8Array[]): void;
  /** Sends a bye and waits for the peer's, at most a second. */
  close(code: ByeCode, message: string): Promise<CloseInfo>;
  /** Destroys the transport and counts the peer as lost. */
  lose(message: string): void;
  /** Aborts when a bye is sent or received, or the peer is lost. */
  readonly signal: AbortSignal;
  /** How the session ended, once the transport is closed. Never rejects. */
  readonly closed: Promise<CloseInfo>;
}

/** The receiver of a session's packets. */
interface SessionHandler {
  packet(packet: SessionPacket): void;
  batchEnd(): void;
}

/** A packet between the hello and the bye. */
type SessionPacket = Exclude<Packet, { readonly kind: "hello" | "bye" | "unknown" }>;

/** A peer's hello with the proof of its instance id. */
export interface PeerHello {
  readonly hello: Hello;
  /** The 16 bytes that prove the peer's instance id: the peer's secret. Undefined if the peer sent none. */
  readonly instanceKey: Uint8Array | undefined;
}

/** Options of {@link createSession}. */
export interface SessionOptions {
  readonly transport: Transport;
  /** Our own hello. */
  readonly hello: Hello;
  /** Proves our instance id. */
  readonly instanceKey?: Uint8Array | undefined;
  /** Sends our hello only once the peer's is admitted. */
  readonly deferHello?: boolean | undefined;
  /** Decides about the peer by its hello. Returns our bye to refuse the peer. */
  admit?(peer: PeerHello): Bye | undefined;
  /** Timeout for the peer's hello, in milliseconds. */
  readonly helloTimeoutMs: number;
  /** Packets per second that the peer may send. Twice as many may arrive at once. */
  readonly maxPacketsPerSecond: number;
}

/** Default of `maxPacketsPerSecond`: enough for a camera with 1000 frames per second and its acks. */
export const defaultMaxPacketsPerSecond = 4000;

/** The burst of the packet limit, in seconds' worth of packets: packets that waited while this side was busy arrive at once. */
const packetBurstSeconds = 2;

/** Longest wait for the peer's bye. */
const byeTimeoutMs = 1000;

/** Longest wait for the transport to close after that. */
const closeTimeoutMs = 500;

/** Starts a session: sends our hello, and reads until both sides have closed. */
export function createSession(options: SessionOptions): Session {
  const { transport, hello, helloTimeoutMs, maxPacketsPerSecond, deferHello = false } = options;
  // Small packets cost microseconds each, also those that are skipped: the rate bounds the work that a peer can cause.
  const packetRateLimit = new TokenBucket({
    perSecond: maxPacketsPerSecond,
    burst: maxPacketsPerSecond * packetBurstSeconds,
    at: now(),
  });
  const reader = new PacketReader(maxPacketBytesBeforeHello);
  const ending = new AbortController();
  const { promise: remoteHello, resolve: resolveRemoteHello } = withResolvers<Hello | undefined>();
  const { promise: closed, resolve: resolveClosed } = withResolvers<CloseInfo>();
  /** The timeout of the current phase: of the hello, then of the bye, then of the transport's close. */
  let timer = setTimeout(onHelloTimeout, helloTimeoutMs);
  let closeInfo: CloseInfo | undefined;
  /** The stream's first two bytes, or as many as have arrived. */
  const firstBytes: number[] = [];
  let ignoreInput = false;
  let remote: Hello | undefined;
  let handler: SessionHandler | undefined;
  /** Packets that arrived after the hello and before `receive()`. */
  const pending: SessionPacket[] = [];

  function finish(info: CloseInfo): void {
    closeInfo = info;
    clearTimeout(timer);
    ending.abort();
    resolveRemoteHello(undefined);
  }

  /** Sends a bye. Until the peer's own bye, further packets are read and discarded. */
  function sendBye(code: ByeCode, message: string): void {
    if (closeInfo) return;
    transport.write([encodeBye({ code, message })]);
    finish(closedByLocal(code, message));
    timer = setTimeout(closeTransport, byeTimeoutMs);
  }

  function closeTransport(): void {
    clearTimeout(timer);
    timer = setTimeout(destroy, closeTimeoutMs);
    transport.close();
  }

  function destroy(): void {
    transport.abort();
    onTransportClosed();
  }

  function onTransportClosed(error?: Error): void {
    ignoreInput = true;
    if (!closeInfo) {
      const why = error ? error.message.replace(/\.?$/, ".") : "It closed without a bye.";
      finish({ by: "lost", code: "lost", message: `The connection is lost. ${why}` });
    }
    clearTimeout(timer);
    if (closeInfo) resolveClosed(closeInfo);
  }

  function onHelloTimeout(): void {
    sendBye("timed-out", `No hello came within ${helloTimeoutMs / 1000} s.`);
  }

  function sendHello(): void {
    transport.write([encodeHello(hello, options.instanceKey)]);
  }

  function onHello(version: number, peer: PeerHello): void {
    if (remote) throw new ProtocolError("A second hello came.");
    if (version !== protocolVersion) {
      const message = `This side speaks version ${protocolVersion} of the protocol, the other ${version}: update the older.`;
      sendBye("version", message);
      return;
    }
    checkInstanceKey(peer.instanceKey);
    remote = checkHello(peer.hello);
    reader.maxPacketBytes = hello.maxPacketBytes;
    if (closeInfo) return;
    const refusal = options.admit?.({ hello: remote, instanceKey: peer.instanceKey });
    if (refusal) {
      sendBye(refusal.code, refusal.message);
      return;
    }
    if (deferHello) sendHello();
    clearTimeout(timer);
    resolveRemoteHello(remote);
  }

  function onBye({ code, message }: Bye): void {
    ignoreInput = true;
    if (!closeInfo) {
      transport.write([encodeBye({ code: "left", message: "" })]);
      finish(closedByRemote(code, message));
    }
    closeTransport();
  }

  function deliver(packet: SessionPacket): void {
    if (closeInfo) return;
    if (!remote) throw new ProtocolError(`A ${packet.kind} came before the hello.`);
    if (handler) handler.packet(packet);
    else pending.push(packet);
  }

  function onPacket(packet: Packet): void {
    switch (packet.kind) {
      case "unknown":
        return;
      case "hello":
        onHello(packet.version, packet);
        return;
      case "bye":
        onBye(packet.bye);
        return;
      default:
        deliver(packet);
    }
  }

  function onData(chunk: Uint8Array): void {
    const at = now();
    if (firstBytes.length < 2) {
      firstBytes.push(...chunk.subarray(0, 2 - firstBytes.length));
      if (isTlsRecord(firstBytes)) {
        throw new ProtocolError(
          "The other side encrypts, and this one does not: protect both in the same way, or neither.",
        );
      }
    }
    reader.push(chunk);
    for (let bytes = reader.next(); bytes; bytes = reader.next()) {
      if (!packetRateLimit.take(at)) {
        throw new ProtocolError(`More than ${maxPacketsPerSecond} packets a second came.`);
      }
      onPacket(decodePacket(bytes));
      if (ignoreInput) return;
    }
    if (!closeInfo) handler?.batchEnd();
  }

  function closeOnProtocolError(process: () => void): void {
    try {
      process();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      ignoreInput = true;
      if (closeInfo) return;
      sendBye("protocol-error", error.message);
      // Do not wait for the peer's bye: the peer may be flooding. Reading goes on only until our bye is delivered.
      closeTransport();
    }
  }

  if (!deferHello) sendHello();
  transport.start({
    data(chunk) {
      if (!ignoreInput) closeOnProtocolError(() => onData(chunk));
    },
    closed: onTransportClosed,
  });

  return {
    remoteHello,
    receive(newHandler) {
      handler = newHandler;
      closeOnProtocolError(() => {
        for (const packet of pending.splice(0)) newHandler.packet(packet);
        newHandler.batchEnd();
      });
    },
    write(parts) {
      if (!closeInfo) transport.write(parts);
    },
    close(code, message) {
      sendBye(code, message);
      return closed;
    },
    lose(message) {
      if (closeInfo) return;
      finish({ by: "lost", code: "lost", message });
      destroy();
    },
    signal: ending.signal,
    closed,
  };
}

/** Whether the bytes start a TLS handshake or alert record. As a packet they would have field number 0, which is invalid. */
function isTlsRecord([type, version]: readonly number[]): boolean {
  return (type === 0x16 || type === 0x15) && version === 3;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
