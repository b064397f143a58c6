/** Limits the sockets of an HTTP server. */

import type { Server } from "node:http";

/** Sockets at a time; each can have one frame in memory. */
const maxSockets = 256;
/** Sockets beyond the limit that still receive a refusal; any more are closed at once. */
const maxRefusedSockets = 16;

/** Limits the server's sockets. Returns a function that says whether the limit is exceeded. */
export function limitSockets(server: Server): () => boolean {
  let count = 0;
  server.maxConnections = maxSockets + maxRefusedSockets;
  server.on("connection", (socket) => {
    count++;
    socket.once("close", () => count--);
  });
  return () => count > maxSockets;
}
