/** The gateway's WebSockets: `/events`, `/streams/ID` and `/camera`. */

// Not @fastify/websocket: it has one message size limit for all routes, so each page could send as much as a camera.
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";
import type { Access } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";
import { createCameraSocket, maxCameraPacketBytes } from "./camera.ts";
import { createEventsSocket } from "./events.ts";
import type { SocketHandler } from "./handler.ts";
import { createStreamSocket } from "./stream.ts";
import type { Upgrades } from "./upgrades.ts";

/** The number of open pages, and of their Framewire connections. */
export interface SocketCounts {
  readonly events: number;
  readonly streams: number;
  readonly cameras: number;
}

/** What the WebSockets need of the viewer. */
interface SocketsOptions {
  readonly upgrades: Upgrades;
  readonly access: Access;
  /** Address of the client that a request came from. */
  readonly addressOf: (request: IncomingMessage) => string;
}

interface SocketRoute {
  readonly path: string;
  readonly handle: SocketHandler;
  readonly maxMessageBytes: number;
  /** The most sockets at a time. */
  readonly maxSockets: number;
}

const smallMessageBytes = 64 * 1024;
const tryAgainLater = 1013;
/** How long a page may take to close a socket that has no room. */
const closeTimeoutMs = 1000;

/** Adds the WebSocket routes. Returns a function that counts the open sockets. */
export function addSockets(
  app: FastifyInstance,
  gateway: Gateway,
  { upgrades, access, addressOf }: SocketsOptions,
): () => SocketCounts {
  function add({ path, handle, maxMessageBytes, maxSockets }: SocketRoute): Set<WebSocket> {
    const open = new Set<WebSocket>();
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
    });

    function serve(socket: WebSocket, request: IncomingMessage, id: string): void {
      // A "close" event follows each error and is handled.
      socket.on("error", () => {});
      if (open.size >= maxSockets) {
        closeFull(socket, "There are too many pages open: close some of them.");
        return;
      }
      open.add(socket);
      const served = handle(socket, {
        remoteAddress: withPort(addressOf(request), request),
        id,
        mayControl: access.mayControl(request),
      })
        .catch((error: unknown) => {
          gateway.log.debug(`A page's connection ended: ${error instanceof Error ? error.message : String(error)}`);
          socket.terminate();
        })
        .finally(() => {
          open.delete(socket);
          gateway.open.delete(served);
        });
      gateway.open.add(served);
    }

    app.get<{ Params: { readonly id?: string } }>(path, { config: { webSocket: true } }, (request, reply) => {
      if (upgrades.has(request.raw)) {
        upgrades.accept(reply, server, (socket) => serve(socket, request.raw, request.params.id ?? ""));
        return;
      }
      const error = `${request.url.split("?", 1)[0]} is a WebSocket.`;
      return reply.code(426).header("Upgrade", "websocket").send({ error });
    });
    return open;
  }

  const events = add({
    path: "/events",
    handle: createEventsSocket(gateway),
    maxMessageBytes: smallMessageBytes,
    maxSockets: 32,
  });
  const streams = add({
    path: "/streams/:id(^[A-Za-z0-9_-]{1,64}$)",
    handle: createStreamSocket(gateway),
    maxMessageBytes: smallMessageBytes,
    maxSockets: 128,
  });
  const cameras = add({
    path: "/camera",
    handle: createCameraSocket(gateway),
    maxMessageBytes: maxCameraPacketBytes + 1024,
    maxSockets: 8,
  });
  return () => ({ events: events.size, streams: streams.size, cameras: cameras.size });
}

function closeFull(socket: WebSocket, reason: string): void {
  const timer = setTimeout(() => socket.terminate(), closeTimeoutMs);
  socket.once("close", () => clearTimeout(timer));
  socket.close(tryAgainLater, reason);
}

function withPort(address: string, { socket: { remotePort = 0 } }: IncomingMessage): string {
  return `${address.includes(":") ? `[${address}]` : address || "unknown"}:${remotePort}`;
}
