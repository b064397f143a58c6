import type { Socket } from "node:net";
import type { Transport } from "./transport.ts";

/**
 * A transport over a connected `node:net` socket (or a `node:tls` one). Nagle's algorithm is turned off;
 * a frame's header and its picture leave in one system call, from the memory they lie in.
 */
export function tcpTransport(socket: Socket): Transport {
  const { remoteAddress = "unknown", remotePort = 0, remoteFamily } = socket;
  socket.setNoDelay(true);

  return {
    remoteAddress: remoteFamily === "IPv6" ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`,
    start(receiver) {
      let failure: Error | undefined;
      socket.on("error", (error) => {
        failure = error;
      });
      socket.on("close", () => receiver.closed(failure));
      socket.on("data", (chunk: Uint8Array) => receiver.data(chunk));
      if (socket.destroyed) queueMicrotask(() => receiver.closed(failure));
    },
    write(parts) {
      if (!socket.writable) return;
      socket.cork();
      for (const part of parts) socket.write(part);
      socket.uncork();
    },
    close() {
      socket.end();
    },
    abort() {
      socket.resetAndDestroy();
    },
  };
}
