/** The WebSocket handshake with a viewer. */

import WebSocket from "ws";

/** The status with which a viewer answers the handshake of a WebSocket: 101 when it opens. */
export function handshake(
  viewer: string | undefined,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(new URL(path, viewer), { headers, rejectUnauthorized: false });
    socket.on("error", () => {});
    socket.once("unexpected-response", (_request, { statusCode }) => {
      socket.terminate();
      resolve(statusCode);
    });
    socket.once("open", () => {
      socket.terminate();
      resolve(101);
    });
  });
}
