/** A transport over a WebSocket, in a browser or with the `ws` package. */

import { onAbort } from "@framewire/media";
import type { Transport } from "./transport.ts";
import { WebSocketOpenError } from "./web-socket-open-error.ts";

export { WebSocketOpenError };

/** The used part of the WHATWG `WebSocket`, which the browser's and the `ws` package's both have. */
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
  /** Closes without a handshake; only in the `ws` package. */
  terminate?(): void;
  /** Stops reading from the network; only in the `ws` package. */
  pause?(): void;
  /** Reads again after `pause`; only in the `ws` package. */
  resume?(): void;
}

/** Options of {@link webSocketTransport}. */
export interface WebSocketTransportOptions {
  /** The address of the peer, for people. Default: the socket's URL. */
  readonly remoteAddress?: string;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
const normalClosure = 1000;
const unsupportedData = 1003;

/**
 * Creates a transport over an open WebSocket. Binary messages carry the byte stream, split anywhere; a text message ends the
 * connection as lost.
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
      // The DOM's types exclude memory that is shared between threads, which frames never use.
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

/**
 * Waits until the WebSocket is open. Messages are kept for {@link webSocketTransport}. Rejects with a
 * {@link WebSocketOpenError} when it closes first, or with the signal's reason.
 */
export async function webSocketOpen(socket: WebSocketLike, signal?: AbortSignal): Promise<void> {
  // The ws package throws an error event without a listener. The close event that follows has the information.
  socket.addEventListener("error", () => {});
  let stopListening = (): void => {};
  await new Promise<void>((resolve) => {
    if (socket.readyState !== CONNECTING) return resolve();
    socket.addEventListener("open", () => {
      // The ws package emits messages that it read together with the handshake before a promise resolves.
      socket.pause?.();
      resolve();
    });
    socket.addEventListener("close", resolve);
    if (signal) stopListening = onAbort(signal, resolve);
  });
  stopListening();
  if (signal?.aborted) {
    socket.resume?.();
    socket.close();
    signal.throwIfAborted();
  }
  if (socket.readyState !== OPEN)
    throw new WebSocketOpenError(`There is no WebSocket at ${socket.url ?? "that address"}.`);
}
