import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Door } from "../access/access.ts";
import type { Refusal } from "../access/refusal.ts";
import type { Gateway } from "../gateway.ts";
import { createCameraSocket, maxCameraPacketBytes } from "./camera.ts";
import { createEventsSocket } from "./events.ts";
import type { SocketHandler, Visit } from "./handler.ts";
import { createStreamSocket } from "./stream.ts";

interface Route {
  readonly path: RegExp;
  readonly handle: SocketHandler;
  /** The largest message that it takes. */
  readonly server: WebSocketServer;
  /** So many at a time. */
  readonly places: number;
  readonly taken: Set<WebSocket>;
}

const tryAgainLater = 1013;
/** How long a page that is turned away may take to go. */
const goTimeoutMs = 1000;

/** How many pages there are, and their Framewire connections. */
export interface SocketCounts {
  readonly events: number;
  readonly streams: number;
  readonly cameras: number;
}

/** Answers WebSocket upgrades: `/events`, `/streams/ID` and `/camera`. Gives back what counts them. */
export function addSockets(server: Server, gateway: Gateway, door: Door): () => SocketCounts {
  const small = listener(64 * 1024);
  const large = listener(maxCameraPacketBytes + 1024);
  function route(path: RegExp, handle: SocketHandler, server: WebSocketServer, places: number): Route {
    return { path, handle, server, places, taken: new Set() };
  }
  const events = route(/^\/events$/, createEventsSocket(gateway), small, 32);
  const streams = route(/^\/streams\/([A-Za-z0-9_-]{1,64})$/, createStreamSocket(gateway), small, 128);
  const cameras = route(/^\/camera$/, createCameraSocket(gateway), large, 8);
  const routes = [events, streams, cameras];

  server.on("upgrade", (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const refusal = door.refuseUpgrade(request);
    if (refusal) return refuse(duplex, refusal);
    const [pathname = ""] = (request.url ?? "").split("?", 1);
    const asked = routes.find(({ path }) => path.test(pathname));
    if (!asked) return refuse(duplex, { status: 404, error: "There is no WebSocket at this address." });
    const visit = { remoteAddress: addressOf(request), id: asked.path.exec(pathname)?.[1] ?? "" };
    asked.server.handleUpgrade(request, duplex, head, (socket) => serve(asked, socket, visit));
  });

  function serve(route: Route, socket: WebSocket, visit: Visit): void {
    // Each error is followed by a close, which is where it is dealt with.
    socket.on("error", () => {});
    if (route.taken.size >= route.places) {
      turnAway(socket, "There are too many pages open: close some of them.");
      return;
    }
    route.taken.add(socket);
    const served = route
      .handle(socket, visit)
      .catch((error: unknown) => {
        gateway.log.debug(`A page's connection ended: ${error instanceof Error ? error.message : String(error)}`);
        socket.terminate();
      })
      .finally(() => {
        route.taken.delete(socket);
        gateway.open.delete(served);
      });
    gateway.open.add(served);
  }

  return () => ({ events: events.taken.size, streams: streams.taken.size, cameras: cameras.taken.size });
}

function turnAway(socket: WebSocket, reason: string): void {
  const timer = setTimeout(() => socket.terminate(), goTimeoutMs);
  socket.once("close", () => clearTimeout(timer));
  socket.close(tryAgainLater, reason);
}

function listener(maxPayload: number): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
  });
}

function addressOf({ socket: { remoteAddress = "somewhere", remotePort = 0 } }: IncomingMessage): string {
  return `${remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}

const statusTexts: Readonly<Record<Refusal["status"], string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  503: "Service Unavailable",
};

/** Answers an upgrade as any other request that is refused. */
function refuse(duplex: Duplex, { status, error }: Refusal): void {
  const body = JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${statusTexts[status]}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  duplex.on("error", () => {});
  duplex.once("finish", () => duplex.destroy());
  duplex.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
