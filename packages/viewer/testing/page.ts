import { sleep } from "@framewire/media";
import { type Connection, type OpenConnectionOptions, openConnection, type Transport } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";
import WebSocket, { type ClientOptions } from "ws";

/** A WebSocket to a viewer, as its page opens it: open, and paused, so that nothing is lost until somebody listens. */
export async function dial(url: string, path: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(new URL(path, url), { origin: new URL(url).origin, ...options });
  socket.once("open", () => socket.pause());
  await webSocketOpen(socket);
  return socket;
}

/** How {@link join} goes about it. */
interface JoinOptions extends Partial<OpenConnectionOptions> {
  /** What the link carries to the page, in bytes a second. Default: all that comes. */
  readonly bytesPerSecond?: number;
}

/** A Framewire connection to a viewer, as its page opens it. */
export async function join(
  url: string,
  path: string,
  { bytesPerSecond = Number.POSITIVE_INFINITY, ...options }: JoinOptions = {},
): Promise<Connection> {
  const socket = await dial(url, path);
  const transport = slowed(webSocketTransport(socket), bytesPerSecond);
  const opening = openConnection(transport, { codecs: ["jpeg", "webp"], name: "A page", ...options });
  socket.resume();
  return opening;
}

/** Hands out what comes, in its order, as a link does that carries no more. */
function slowed(transport: Transport, bytesPerSecond: number): Transport {
  if (!Number.isFinite(bytesPerSecond)) return transport;
  let freeAt = 0;
  let handed: Promise<void> = Promise.resolve();
  return {
    ...transport,
    start: (receiver) =>
      transport.start({
        closed: (error) => receiver.closed(error),
        data(chunk) {
          freeAt = Math.max(freeAt, performance.now()) + (1000 * chunk.byteLength) / bytesPerSecond;
          // Timers alone may go off in another order than that of their times, which are parts of a millisecond.
          const due = sleep(freeAt - performance.now());
          handed = handed.then(() => due).then(() => receiver.data(chunk));
        },
      }),
  };
}
