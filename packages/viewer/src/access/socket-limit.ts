import type { Server } from "node:http";

/** Sockets at a time: each may hold one picture. */
const room = 256;
/** So many more get a sentence that says so; beyond, a socket is closed without a word. */
const lobby = 16;

/** Bounds the sockets of a server. Gives back what says that there is no room for another. */
export function boundSockets(server: Server): () => boolean {
  let count = 0;
  server.maxConnections = room + lobby;
  server.on("connection", (socket) => {
    count++;
    socket.once("close", () => count--);
  });
  return () => count > room;
}
