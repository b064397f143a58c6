import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { onAbort } from "@framewire/media";
import { SecurityError } from "./security-error.ts";

/** Bounds of a handshake. */
export interface HandshakeOptions {
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up. */
  readonly signal?: AbortSignal | undefined;
}

/** How a handshake ends. Only the first call counts. */
export interface Handshake {
  succeed(secured: TLSSocket): void;
  fail(error: Error): void;
}

/**
 * Runs a handshake over a TCP socket to its end, which the socket's own and the time's are as well. The socket is
 * destroyed when it fails, unless the error has a socket to answer on.
 */
export function runHandshake(
  socket: Socket,
  { timeoutMs, signal }: HandshakeOptions,
  begin: (handshake: Handshake) => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let forget = (): void => {};
    let open = true;
    const lost = (): void => fail(new SecurityError("lost", "It hung up before it was let in."));
    const late = (): void =>
      fail(new SecurityError("timed-out", `It did not show within ${timeoutMs / 1000} s that it may come in.`));
    const timer = setTimeout(late, timeoutMs);

    // Node crashes when the socket below is destroyed, and then the one of TLS, while TLS still tells how the handshake
    // ended. So whoever waits, who may do that, hears of it a moment later.
    function settle(act: () => void): void {
      setImmediate(() => {
        if (!open) return;
        open = false;
        clearTimeout(timer);
        forget();
        socket.off("close", lost);
        act();
      });
    }
    function fail(error: Error): void {
      settle(() => {
        if (!(error instanceof SecurityError && error.answer)) socket.destroy();
        reject(error);
      });
    }
    const succeed = (secured: TLSSocket): void => settle(() => resolve(secured));

    // Whoever takes the socket over adds a listener of its own; until then an error must not be without one.
    socket.on("error", () => {}).once("close", lost);
    if (signal) forget = onAbort(signal, () => fail(signal.reason));
    if (socket.destroyed || signal?.aborted) lost();
    else begin({ succeed, fail });
  });
}
