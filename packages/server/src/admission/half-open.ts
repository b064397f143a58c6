/** Half-open connections: accepted sockets that are not clients yet. */

import type { Socket } from "node:net";
import { addressPrefix } from "./address-prefix.ts";

/** Sockets without a hello, and those that are being refused. */
export interface HalfOpenConnections {
  /**
   * Adds a socket. When the limit is reached, the oldest socket of the address with the most sockets is reset. So an address
   * that opens many connections displaces only its own.
   */
  add(socket: Socket): void;
  delete(socket: Socket): void;
}

/** Creates {@link HalfOpenConnections} with room for `max` sockets. */
export function createHalfOpenConnections(max: number): HalfOpenConnections {
  /** With the address prefix of each, oldest first. */
  const sockets = new Map<Socket, string>();
  return {
    add(socket) {
      if (sockets.size >= max) resetOne(sockets);
      sockets.set(socket, addressPrefix(socket.remoteAddress ?? ""));
    },
    delete(socket) {
      sockets.delete(socket);
    },
  };
}

function resetOne(sockets: Map<Socket, string>): void {
  const counts = new Map<string, number>();
  for (const prefix of sockets.values()) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  const most = Math.max(...counts.values());
  for (const [socket, prefix] of sockets) {
    if (counts.get(prefix) !== most) continue;
    sockets.delete(socket);
    socket.resetAndDestroy();
    return;
  }
}
