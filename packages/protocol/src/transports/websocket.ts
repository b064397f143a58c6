import { onAbort } from "@framewire/media";
import type { Transport } from "./transport.ts";
import { WebSocketOpenError } from "./web-socket-open-error.ts";

export { WebSocketOpenError };

/** The part of the WHATWG `WebSocket` that is used: a browser's own and the `ws` package's both have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly url?: string;
  /** Sends one binary message. */
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Starts the closing handshake. */
  close(code?: number, reason?: string): void;
  /** Calls the listener when the socket is open, and when it is closed. */
  addEventListener(type: "open" | "close", listener: () => void): void;
  /** Calls the listener with an error, before the socket is closed. */
  addEventListener(type: "error", listener: (event: object) => void): void;
  /** Calls the listener with each message. */
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  /** The `ws` package's way to drop a connection without a handshake. */
  terminate?(): void;
  /** The `ws` package's way to stop reading from the network. */
  pause?(): void;
  /** The `ws` package's way to read again after `pause`. */
  resume?(): void;
}

/** Options of {@link webSocketTransport}. */
export interface WebSocketTransportOptions {
  /** Where the peer is, for people. Default: the socket's URL. */
  readonly remoteAddress?: string;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
const normalClosure = 1000;
const unsupportedData = 1003;

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
        failure ??= new Error("The WebSocket failed.");
      });
      socket.addEventListener("close", () => receiver.closed(failure));
      socket.addEventListener("message", ({ data }) => {
        if (failure) return;
        if (data instanceof ArrayBuffer) {
          receiver.data(new Uint8Array(data));
        } else {
          failure = new Error("The peer sent a text message; Framewire is binary.");
          socket.close(unsupportedData, "binary messages only");
        }
      });
      socket.resume?.();
      if (socket.readyState === CLOSED) queueMicrotask(() => receiver.closed(failure));
    },
    write(parts) {
      if (socket.readyState !== OPEN) return;
      // The DOM's types ask for memory that is not shared between threads, which is all we are given.
      for (const part of parts) socket.send(part as Uint8Array<ArrayBuffer>);
    },
    close() {
      socket.close(normalClosure);
    },
    abort() {
      if (socket.terminate) socket.terminate();
      else socket.close();
    },
  };
}

/** Waits until the WebSocket is open; what comes waits for {@link webSocketTransport}. Rejects when it closes first, or with the signal's reason. */
export async function webSocketOpen(socket: WebSocketLike, signal?: AbortSignal): Promise<void> {
  // The ws package throws an error event that nobody listens to; what it says is said by the close after it.
  socket.addEventListener("error", () => {});
  let forget = (): void => {};
  await new Promise<void>((resolve) => {
    if (socket.readyState !== CONNECTING) return resolve();
    socket.addEventListener("open", () => {
      // What the ws package has read together with the end of the handshake comes before any promise is heard.
      socket.pause?.();
      resolve();
    });
    socket.addEventListener("close", resolve);
    if (signal) forget = onAbort(signal, resolve);
  });
  forget();
  if (signal?.aborted) {
    socket.resume?.();
    socket.close();
    signal.throwIfAborted();
  }
  if (socket.readyState !== OPEN)
    throw new WebSocketOpenError(`There is no WebSocket at ${socket.url ?? "that address"}.`);
}
