import { now } from "@framewire/media";
import type { Transport } from "../transports/transport.ts";
import { type ByeCode, type CloseInfo, closedByLocal, closedByRemote } from "../wire/bye.ts";
import { decodePacket } from "../wire/decode-packet.ts";
import { encodeBye, encodeHello } from "../wire/encode-packet.ts";
import { checkHello, checkInstanceKey, type Hello, maxPacketBytesBeforeHello, protocolVersion } from "../wire/hello.ts";
import type { Bye, Packet } from "../wire/packet.ts";
import { PacketReader } from "../wire/packet-reader.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { PacketRateLimit } from "./packet-rate-limit.ts";

/** What passes on a link between the hello and the bye. */
export type SessionPacket = Exclude<Packet, { readonly kind: "hello" | "bye" | "unknown" }>;

/** A peer's hello as it came. */
export interface PeerHello {
  readonly hello: Hello;
  /** The 16 bytes by which it proves its instance id: a secret of its own. Undefined where it brought none. */
  readonly instanceKey: Uint8Array | undefined;
}

/** What a {@link Session} is made of. */
export interface SessionOptions {
  readonly transport: Transport;
  /** Our own hello. */
  readonly hello: Hello;
  /** Proves our instance id. */
  readonly instanceKey?: Uint8Array | undefined;
  /** Our hello waits until the peer's is admitted. */
  readonly deferHello?: boolean | undefined;
  /** Looks at the peer's hello; what it gives back is our bye. */
  admit?(peer: PeerHello): Bye | undefined;
  /** How long the peer's hello may take, in milliseconds. */
  readonly helloTimeoutMs: number;
  /** How many packets the peer may send. */
  readonly maxPacketsPerSecond: number;
}

/** Packets both ways over a transport, with a hello first and a bye last. */
export interface Session {
  /** The peer's hello; undefined when the link closed before one came. */
  readonly remoteHello: Promise<Hello | undefined>;
  /** Begins to hand out what came after the hello. `turn` is called after each batch. Called once, right after `greeted`. */
  receive(handler: { packet(packet: SessionPacket): void; turn(): void }): void;
  /** What it runs on, for who writes to it no more when the signal has aborted: hundreds of peers make each look cost. */
  readonly transport: Pick<Transport, "write">;
  /** Sends encoded packets. Ignored once a bye is said. */
  write(parts: readonly Uint8Array[]): void;
  /** Says bye and waits for the peer's, a second at the most. */
  close(code: ByeCode, message: string): Promise<CloseInfo>;
  /** Gives the peer up as lost. */
  lose(message: string): void;
  /** Aborts when a bye is said or the peer is lost. */
  readonly signal: AbortSignal;
  /** How it ended, once the transport is closed. Never rejects. */
  readonly closed: Promise<CloseInfo>;
}

const byeTimeoutMs = 1000;
const closeTimeoutMs = 500;

/** Starts a link: sends our hello, and reads until both sides are done. */
export function createSession(options: SessionOptions): Session {
  const { transport, hello, helloTimeoutMs, maxPacketsPerSecond, deferHello: greetsLast = false } = options;
  const budget = new PacketRateLimit(maxPacketsPerSecond, now());
  const reader = new PacketReader(maxPacketBytesBeforeHello);
  const ending = new AbortController();
  let resolveGreeted!: (hello: Hello | undefined) => void;
  let resolveClosed!: (info: CloseInfo) => void;
  const greeted = new Promise<Hello | undefined>((resolve) => {
    resolveGreeted = resolve;
  });
  const closed = new Promise<CloseInfo>((resolve) => {
    resolveClosed = resolve;
  });
  let timer = setTimeout(() => bye("timed-out", `No hello came within ${helloTimeoutMs / 1000} s.`), helloTimeoutMs);
  let end: CloseInfo | undefined;
  /** As many of the stream's first two bytes as have come. */
  const opening: number[] = [];
  let deaf = false;
  let remote: Hello | undefined;
  let handler: Parameters<Session["receive"]>[0] | undefined;
  const early: SessionPacket[] = [];

  function conclude(info: CloseInfo): void {
    end = info;
    clearTimeout(timer);
    ending.abort();
    resolveGreeted(undefined);
  }

  /** Says bye. What comes now is read until the peer's own bye, or discarded where it makes no sense. */
  function bye(code: ByeCode, message: string): void {
    if (end) return;
    transport.write([encodeBye({ code, message })]);
    conclude(closedByLocal(code, message));
    timer = setTimeout(hangUp, byeTimeoutMs);
  }

  function hangUp(): void {
    clearTimeout(timer);
    timer = setTimeout(cut, closeTimeoutMs);
    transport.close();
  }

  function cut(): void {
    transport.abort();
    released();
  }

  function released(error?: Error): void {
    deaf = true;
    if (!end) {
      const why = error ? error.message.replace(/\.?$/, ".") : "It closed without a bye.";
      conclude({ by: "lost", code: "lost", message: `The connection is lost. ${why}` });
    }
    clearTimeout(timer);
    if (end) resolveClosed(end);
  }

  function sayHello(): void {
    transport.write([encodeHello(hello, options.instanceKey)]);
  }

  function greet(version: number, { hello: theirs, instanceKey }: PeerHello): void {
    if (remote) throw new ProtocolError("A second hello came.");
    if (version !== protocolVersion) {
      bye(
        "version",
        `This side speaks version ${protocolVersion} of the protocol, the other ${version}: update the older.`,
      );
      return;
    }
    checkInstanceKey(instanceKey);
    remote = checkHello(theirs);
    reader.maxPacketBytes = hello.maxPacketBytes;
    if (end) return;
    const refusal = options.admit?.({ hello: remote, instanceKey });
    if (refusal) {
      bye(refusal.code, refusal.message);
      return;
    }
    if (greetsLast) sayHello();
    clearTimeout(timer);
    resolveGreeted(remote);
  }

  function part(code: ByeCode, message: string): void {
    deaf = true;
    if (!end) {
      transport.write([encodeBye({ code: "left", message: "" })]);
      conclude(closedByRemote(code, message));
    }
    hangUp();
  }

  function pass(packet: SessionPacket): void {
    if (end) return;
    if (!remote) throw new ProtocolError(`A ${packet.kind} came before the hello.`);
    if (handler) handler.packet(packet);
    else early.push(packet);
  }

  function dispatch(packet: Packet): void {
    switch (packet.kind) {
      case "unknown":
        return;
      case "hello":
        greet(packet.version, packet);
        return;
      case "bye":
        part(packet.bye.code, packet.bye.message);
        return;
      default:
        pass(packet);
    }
  }

  function refuseIfBroken(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      deaf = true;
      if (end) return;
      bye("protocol-error", error.message);
      // No answer is listened for. It may be a flood, and is read only as long as our bye needs to arrive.
      hangUp();
    }
  }

  function read(chunk: Uint8Array): void {
    const at = now();
    if (opening.length < 2) {
      opening.push(...chunk.subarray(0, 2 - opening.length));
      if (beginsTls(opening)) {
        throw new ProtocolError(
          "The other side encrypts, and this one does not: protect both in the same way, or neither.",
        );
      }
    }
    reader.push(chunk);
    for (let bytes = reader.next(); bytes; bytes = reader.next()) {
      if (!budget.spend(at)) throw new ProtocolError(`More than ${maxPacketsPerSecond} packets a second came.`);
      dispatch(decodePacket(bytes));
      if (deaf) return;
    }
    if (!end) handler?.turn();
  }

  if (!greetsLast) sayHello();
  transport.start({
    data(chunk) {
      if (!deaf) refuseIfBroken(() => read(chunk));
    },
    closed: released,
  });

  return {
    remoteHello: greeted,
    receive(own) {
      handler = own;
      refuseIfBroken(() => {
        for (const packet of early.splice(0)) own.packet(packet);
        own.turn();
      });
    },
    transport,
    write(parts) {
      if (!end) transport.write(parts);
    },
    close(code, message) {
      bye(code, message);
      return closed;
    },
    lose(message) {
      if (end) return;
      conclude({ by: "lost", code: "lost", message });
      cut();
    },
    signal: ending.signal,
    closed,
  };
}

/** A record of TLS, of a handshake or of what went wrong in one. As a packet it would begin with field 0, which there is not. */
function beginsTls([kind, version]: readonly number[]): boolean {
  return (kind === 0x16 || kind === 0x15) && version === 3;
}
