import type { Socket } from "node:net";
import { neighbourhoodOf } from "./address-prefix.ts";

/** The sockets that are no clients: those that have not said hello yet, and those that are being turned away. */
export interface Lobby {
  /**
   * Takes the socket in. When there are too many, one is cut off: of the address that has the most here, the one that
   * has been there longest. So an address that opens very many keeps out nobody but itself.
   */
  enter(socket: Socket): void;
  leave(socket: Socket): void;
}

/** Makes an empty {@link Lobby} for so many. */
export function createLobby(size: number): Lobby {
  const sockets = new Map<Socket, string>();
  return {
    enter(socket) {
      if (sockets.size >= size) cutOne(sockets);
      sockets.set(socket, neighbourhoodOf(socket.remoteAddress ?? ""));
    },
    leave(socket) {
      sockets.delete(socket);
    },
  };
}

function cutOne(sockets: Map<Socket, string>): void {
  const counts = new Map<string, number>();
  for (const address of sockets.values()) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  for (const [socket, address] of sockets) {
    if (counts.get(address) !== most) continue;
    sockets.delete(socket);
    socket.resetAndDestroy();
    return;
  }
}
