/** A WebSocket connection over loopback. */
import { once } from "node:events";
import WebSocket, { WebSocketServer } from "ws";

/** The two ends of a WebSocket over the loopback, both of the ws package. */
export async function webSocketPair(): Promise<[WebSocket, WebSocket]> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const accepted = once(server, "connection") as Promise<[WebSocket]>;
  const dialled = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
  const [[socket]] = await Promise.all([accepted, once(dialled, "open")]);
  server.close();
  return [dialled, socket];
}
