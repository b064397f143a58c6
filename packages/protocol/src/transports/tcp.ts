import type { Socket } from "node:net";
import type { Transport, TransportReceiver } from "./transport.ts";

const sentences: Readonly<Record<string, string>> = {
  ECONNRESET: "The other side dropped it.",
  EPIPE: "The other side dropped it.",
  ETIMEDOUT: "The network carries nothing to the other side any more.",
  EHOSTUNREACH: "The other machine cannot be reached any more.",
  ENETUNREACH: "The network cannot be reached any more.",
};

/**
 * A transport over a connected `node:net` socket (or a `node:tls` one). Nagle's algorithm is turned off;
 * a frame's header and its picture leave in one system call, from the memory they lie in.
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
    // A reset makes the system forget what was written. Once end() was called, Node fails at it without a
    // close event; and only a TCP socket itself can be reset, not one of TLS, nor a pipe.
    try {
      if (!socket.writableEnded) socket.resetAndDestroy();
    } catch {}
    // The reset alone waits until all is sent, which a peer that does not read never lets happen.
    socket.destroy();
  }
}
