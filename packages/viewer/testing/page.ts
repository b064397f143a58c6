import { type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";
import WebSocket, { type ClientOptions } from "ws";

/** A WebSocket to a viewer, as its page opens it: open, and paused, so that nothing is lost until somebody listens. */
export async function dial(url: string, path: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(new URL(path, url), { origin: new URL(url).origin, ...options });
  socket.once("open", () => socket.pause());
  await webSocketOpen(socket);
  return socket;
}

/** A Framewire connection to a viewer, as its page opens it. */
export async function join(
  url: string,
  path: string,
  options: Partial<OpenConnectionOptions> = {},
): Promise<Connection> {
  const socket = await dial(url, path);
  const opening = openConnection(webSocketTransport(socket), { codecs: ["jpeg", "webp"], name: "A page", ...options });
  socket.resume();
  return opening;
}
