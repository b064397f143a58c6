import WebSocket from "ws";

/** What the handshake of a WebSocket to a viewer is answered with: 101 where it opens. */
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
