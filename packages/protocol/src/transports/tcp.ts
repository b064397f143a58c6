/** A transport over a TCP socket. */

import type { Socket } from "node:net";
import type { Transport, TransportReceiver } from "./transport.ts";

/** Sentences for the errors of a connected socket. */
const sentences: Readonly<Record<string, string>> = {
  ECONNRESET: "The other side dropped it.",
  EPIPE: "The other side dropped it.",
  ETIMEDOUT: "The other side no longer acknowledges any data.",
  EHOSTUNREACH: "The other machine is no longer reachable.",
  ENETUNREACH: "The network is no longer reachable.",
};

/**
 * Creates a transport over a connected `node:net` or `node:tls` socket. Disables Nagle's algorithm. A frame's head and data
 * are written with one system call, without a copy.
 */
export function tcpTransport(socket: Socket): Transport {
  socket.setNoDelay(true);
  return new TcpTransport(socket);
}

class TcpTransport implements Transport {
  readonly remoteAddress: string;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    const { remoteAddress = "unknown", remotePort = 0, remoteFamily } = socket;
    this.remoteAddress =
      remoteFamily === "IPv6" ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
    this.#socket = socket;
  }

  start(receiver: TransportReceiver): void {
    const socket = this.#socket;
    let failure: Error | undefined;
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const sentence = sentences[error.code ?? ""];
      failure = sentence ? new Error(sentence, { cause: error }) : error;
    });
    if (socket.closed) queueMicrotask(() => receiver.closed(failure));
    else socket.once("close", () => receiver.closed(failure));
    socket.on("data", (chunk: Uint8Array) => receiver.data(chunk));
  }

  write(parts: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (!socket.writable) return;
    socket.cork();
    for (const part of parts) socket.write(part);
    socket.uncork();
  }

  close(): void {
    this.#socket.end();
  }

  abort(): void {
    const socket = this.#socket;
    // A reset makes the system discard unsent bytes. After end() Node fails to reset without a close event, and only a TCP
    // socket can be reset, not a TLS socket or a pipe.
    try {
      if (!socket.writableEnded) socket.resetAndDestroy();
    } catch {}
    // The reset alone waits until everything is sent, which never happens if the peer does not read.
    socket.destroy();
  }
}
