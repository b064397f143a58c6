/** The WebSockets and connections of a page. */

import { sleep } from "@framewire/media";
import { type Connection, type OpenConnectionOptions, openConnection, type Transport } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";
import WebSocket, { type ClientOptions } from "ws";

/** Opens a WebSocket to a viewer as its page does. The socket is paused, so that no message is lost before a listener is added. */
export async function dial(url: string, path: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(new URL(path, url), { origin: new URL(url).origin, ...options });
  socket.once("open", () => socket.pause());
  await webSocketOpen(socket);
  return socket;
}

/** Options of {@link join}. */
interface JoinOptions extends Partial<OpenConnectionOptions> {
  /** Bandwidth to the page, in bytes per second. Default: unlimited. */
  readonly bytesPerSecond?: number;
}

/** Opens a Framewire connection to a viewer as its page does. */
export async function join(
  url: string,
  path: string,
  { bytesPerSecond = Number.POSITIVE_INFINITY, ...options }: JoinOptions = {},
): Promise<Connection> {
  const socket = await dial(url, path);
  const transport = withBandwidth(webSocketTransport(socket), bytesPerSecond);
  const opening = openConnection(transport, { codecs: ["jpeg", "webp"], name: "A page", ...options });
  socket.resume();
  return opening;
}

/** Delivers received data in order at a limited bandwidth. */
function withBandwidth(transport: Transport, bytesPerSecond: number): Transport {
  if (!Number.isFinite(bytesPerSecond)) return transport;
  let freeAt = 0;
  let delivered: Promise<void> = Promise.resolve();
  return {
    ...transport,
    start: (receiver) =>
      transport.start({
        closed: (error) => receiver.closed(error),
        data(chunk) {
          freeAt = Math.max(freeAt, performance.now()) + (1000 * chunk.byteLength) / bytesPerSecond;
          // Timers of the same millisecond may fire out of order.
          const due = sleep(freeAt - performance.now());
          delivered = delivered.then(() => due).then(() => receiver.data(chunk));
        },
      }),
  };
}
