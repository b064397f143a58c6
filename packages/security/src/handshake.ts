/** Runs a TLS handshake with a timeout and a signal. */

import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { onAbort } from "@framewire/media";
import { SecurityError } from "./security-error.ts";

/** Limits of a handshake. */
export interface HandshakeOptions {
  /** Timeout in milliseconds. */
  readonly timeoutMs: number;
  /** Cancels the handshake. */
  readonly signal?: AbortSignal | undefined;
}

/** Settles a handshake. Only the first call counts. */
export interface Handshake {
  succeed(secured: TLSSocket): void;
  fail(error: Error): void;
}

/**
 * Runs a handshake over a TCP socket until it succeeds or fails; it also fails when the socket closes, the timeout expires
 * or the signal aborts. A failure destroys the socket, unless the error has an `answer`.
 */
export function runHandshake(
  socket: Socket,
  { timeoutMs, signal }: HandshakeOptions,
  begin: (handshake: Handshake) => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let stopListening = (): void => {};
    let open = true;
    const onClose = (): void => fail(new SecurityError("lost", "It hung up before the handshake was complete."));
    const onTimeout = (): void =>
      fail(new SecurityError("timed-out", `It did not authenticate within ${timeoutMs / 1000} s.`));
    const timer = setTimeout(onTimeout, timeoutMs);

    // Node crashes if the TCP socket and then the TLS socket are destroyed inside a TLS callback. The caller may do that,
    // so the promise settles only after the callback.
    function settle(action: () => void): void {
      setImmediate(() => {
        if (!open) return;
        open = false;
        clearTimeout(timer);
        stopListening();
        socket.off("close", onClose);
        action();
      });
    }
    function fail(error: Error): void {
      settle(() => {
        if (!(error instanceof SecurityError && error.answer)) socket.destroy();
        reject(error);
      });
    }
    const succeed = (secured: TLSSocket): void => settle(() => resolve(secured));

    // The caller adds its own error listener. Until then an error without a listener would end the process.
    socket.on("error", () => {}).once("close", onClose);
    if (signal) stopListening = onAbort(signal, () => fail(signal.reason));
    if (socket.destroyed || signal?.aborted) onClose();
    else begin({ succeed, fail });
  });
}
