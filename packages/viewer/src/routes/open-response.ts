/** An HTTP response without end. */

import type { ServerResponse } from "node:http";
import { onAbort } from "@framewire/media";

/** A response that is written one piece at a time until one of the two sides ends it. */
export interface OpenResponse {
  /** Aborts when the reader has disconnected, or when nothing more may be written. */
  readonly signal: AbortSignal;
  /**
   * Writes the chunks (at least one) together, without a copy. Resolves to true when the kernel has accepted them all,
   * and to false when the reader has disconnected. One call at a time.
   */
  write(chunks: readonly Uint8Array[]): Promise<boolean>;
  /** Ends the response, after a last chunk if the reader still accepts one. */
  end(last?: Uint8Array): void;
  /** Breaks the connection, so that the reader sees an error and not an end. */
  fail(): void;
  /** Resolves when the connection is closed. Never rejects. */
  readonly closed: Promise<void>;
}

/** Options of {@link openResponse}. */
export interface OpenResponseOptions {
  /** Aborts when nothing more may be written. The reader then has `graceMs` for what is in flight. */
  readonly signal: AbortSignal;
  /** A reader that accepts no data for this long, twice the time at most, is disconnected. */
  readonly stallTimeoutMs: number;
  readonly graceMs: number;
  /** Called when a stalled reader is disconnected. */
  readonly onStall: () => void;
}

/**
 * Begins a response with the headers that were set on it. It ends with its connection and is not chunked, so that
 * readers without support for chunks understand it.
 */
export function openResponse(response: ServerResponse, options: OpenResponseOptions): OpenResponse {
  const { socket } = response;
  const ended = new AbortController();
  let completeWrite: ((done: boolean) => void) | undefined;
  let grace: NodeJS.Timeout | undefined;

  function breakConnection(): void {
    // A TLS socket cannot be reset; without TLS's own end the reader sees an error all the same.
    if (socket && !("encrypted" in socket)) socket.resetAndDestroy();
    else socket?.destroy();
  }

  const removeListener = onAbort(options.signal, () => {
    grace = setTimeout(() => response.destroy(), options.graceMs);
    ended.abort();
  });
  const closed = new Promise<void>((resolve) => {
    function onClose(): void {
      clearTimeout(grace);
      removeListener();
      ended.abort();
      completeWrite?.(false);
      resolve();
    }
    // A reader can disconnect before its request is handled; no "close" event follows then.
    if (response.destroyed || !socket || socket.destroyed) onClose();
    else response.once("close", onClose);
  });

  // Node restarts the socket's timeout whenever the kernel accepts part of a pending write, so a slow reader differs from
  // a stalled one. The timeout also fires while there is nothing to write, which is no stall.
  response.setTimeout(options.stallTimeoutMs, () => {
    if (!completeWrite) return;
    options.onStall();
    breakConnection();
  });
  response.removeHeader("Transfer-Encoding");
  response.writeHead(200, { Connection: "close" });
  response.flushHeaders();

  return {
    signal: ended.signal,
    closed,

    async write(chunks) {
      if (ended.signal.aborted) return false;
      const done = await new Promise<boolean>((resolve) => {
        completeWrite = resolve;
        response.cork();
        for (const [index, chunk] of chunks.entries()) {
          if (index < chunks.length - 1) response.write(chunk);
          else response.write(chunk, (error) => resolve(!error));
        }
        response.uncork();
      });
      completeWrite = undefined;
      return done;
    },

    end(last) {
      if (!response.writableEnded) response.end(last);
    },

    fail: breakConnection,
  };
}
