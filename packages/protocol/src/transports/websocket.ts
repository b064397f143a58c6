import type { Transport } from "./transport.ts";

/** The part of the WHATWG `WebSocket` that is used: a browser's own and the `ws` package's both have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly url?: string;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "close", listener: () => void): void;
  addEventListener(type: "error", listener: (event: object) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  /** The `ws` package's way to drop a connection without a handshake. */
  terminate?(): void;
}

/** Options of {@link webSocketTransport}. */
export interface WebSocketTransportOptions {
  /** Where the peer is, for people. Default: the socket's URL. */
  readonly remoteAddress?: string;
}

const OPEN = 1;
const CLOSED = 3;

/**
 * A transport over an open WebSocket, in a browser or with the `ws` package. The stream of packets is cut
 * into binary messages anywhere; a text message breaks the connection.
 */
export function webSocketTransport(socket: WebSocketLike, options: WebSocketTransportOptions = {}): Transport {
  socket.binaryType = "arraybuffer";

  return {
    remoteAddress: options.remoteAddress ?? socket.url ?? "websocket",
    start(receiver) {
      let failure: Error | undefined;
      socket.addEventListener("error", () => {
        failure = new Error("The WebSocket failed.");
      });
      socket.addEventListener("close", () => receiver.closed(failure));
      socket.addEventListener("message", ({ data }) => {
        if (data instanceof ArrayBuffer) {
          receiver.data(new Uint8Array(data));
        } else {
          failure = new Error("The peer sent a text message; Framewire is binary.");
          socket.close(1003, "binary messages only");
        }
      });
      if (socket.readyState === CLOSED) queueMicrotask(() => receiver.closed(failure));
    },
    write(parts) {
      if (socket.readyState !== OPEN) return;
      // The DOM's types ask for memory that is not shared between threads, which is all we are given.
      for (const part of parts) socket.send(part as Uint8Array<ArrayBuffer>);
    },
    close() {
      socket.close(1000);
    },
    abort() {
      if (socket.terminate) socket.terminate();
      else socket.close();
    },
  };
}

/** Waits until the WebSocket is open. Rejects when it closes first, or with the signal's reason. */
export function webSocketOpen(socket: WebSocketLike, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.close();
      reject(signal?.reason);
    };
    if (socket.readyState === OPEN) return resolve();
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    socket.addEventListener("open", () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    socket.addEventListener("close", () => {
      signal?.removeEventListener("abort", abort);
      reject(new Error(`There is no WebSocket at ${socket.url ?? "that address"}.`));
    });
  });
}
