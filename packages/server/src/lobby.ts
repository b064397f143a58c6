import type { Socket } from "node:net";

/** The sockets that are no clients: those that have not said hello yet, and those that are being turned away. */
export interface Lobby {
  /** Takes the socket in. When there are too many, the one that has been there longest is cut off. */
  enter(socket: Socket): void;
  leave(socket: Socket): void;
}

/** As many as a burst of clients that come at once; what never says hello must not keep others out. */
export const lobbySize = 64;

/** Makes an empty {@link Lobby}. */
export function createLobby(): Lobby {
  const sockets = new Set<Socket>();
  return {
    enter(socket) {
      const [oldest] = sockets;
      if (oldest && sockets.size >= lobbySize) {
        sockets.delete(oldest);
        oldest.resetAndDestroy();
      }
      sockets.add(socket);
    },
    leave(socket) {
      sockets.delete(socket);
    },
  };
}
