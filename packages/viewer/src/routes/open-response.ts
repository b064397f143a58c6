import type { ServerResponse } from "node:http";
import { onAbort } from "@framewire/media";

/** A response without an end in sight, written one piece at a time. */
export interface OpenResponse {
  /** Aborts when the reader is gone, or when nothing more shall be written. */
  readonly signal: AbortSignal;
  /**
   * Writes the chunks (at least one) together, as they are: no copy. Resolves when the kernel has taken all of it: true; or
   * when it never will, because the reader is gone: false. One at a time.
   */
  write(chunks: readonly Uint8Array[]): Promise<boolean>;
  /** Ends the response, with a last chunk where the reader still takes one. */
  end(last?: Uint8Array): void;
  /** Breaks the connection off, so that the reader sees an error and not an end. */
  fail(): void;
  /** Settles when the connection is gone. Never rejects. */
  readonly closed: Promise<void>;
}

/** How an {@link OpenResponse} ends. */
export interface OpenResponseOptions {
  /** Nothing more shall be written; the reader has `graceMs` to take what is under way. */
  readonly signal: AbortSignal;
  /** A reader that takes nothing for this long (at most twice) is cut off. */
  readonly stallTimeoutMs: number;
  readonly graceMs: number;
  /** Called when a reader was cut off because it stalled. */
  readonly onStall: () => void;
}

/**
 * Begins a response, with the headers that were set on it, that ends with its connection: no chunk
 * lengths stand between the pictures, so that the simplest of readers understands it too.
 */
export function openResponse(response: ServerResponse, options: OpenResponseOptions): OpenResponse {
  const { socket } = response;
  const gone = new AbortController();
  let settle: ((done: boolean) => void) | undefined;
  let grace: NodeJS.Timeout | undefined;

  function breakOff(): void {
    // Beneath TLS a connection cannot be reset; there it ends without the end that TLS has.
    if (socket && !("encrypted" in socket)) socket.resetAndDestroy();
    else socket?.destroy();
  }

  const forget = onAbort(options.signal, () => {
    grace = setTimeout(() => response.destroy(), options.graceMs);
    gone.abort();
  });
  const closed = new Promise<void>((resolve) => {
    function onClose(): void {
      clearTimeout(grace);
      forget();
      gone.abort();
      settle?.(false);
      resolve();
    }
    // A reader can be gone before its request is handled; "close" then never comes again.
    if (response.destroyed || !socket || socket.destroyed) onClose();
    else response.once("close", onClose);
  });

  // Node's socket timeout starts again whenever the kernel takes some of a pending write, so it tells
  // a slow reader from a stalled one. It also fires while there is nothing to write: that is no stall.
  response.setTimeout(options.stallTimeoutMs, () => {
    if (!settle) return;
    options.onStall();
    breakOff();
  });
  response.removeHeader("Transfer-Encoding");
  response.writeHead(200, { Connection: "close" });
  response.flushHeaders();

  return {
    signal: gone.signal,
    closed,

    async write(chunks) {
      if (gone.signal.aborted) return false;
      const done = await new Promise<boolean>((resolve) => {
        settle = resolve;
        response.cork();
        for (const [index, chunk] of chunks.entries()) {
          if (index < chunks.length - 1) response.write(chunk);
          else response.write(chunk, (error) => resolve(!error));
        }
        response.uncork();
      });
      settle = undefined;
      return done;
    },

    end(last) {
      if (!response.writableEnded) response.end(last);
    },

    fail: breakOff,
  };
}
