/** Dispatches WebSocket upgrades through Fastify's hooks and routes, so that a refusal is an ordinary reply. */

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { WebSocket, WebSocketServer } from "ws";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route accepts WebSocket upgrades. */
    readonly webSocket?: boolean;
  }
}

/** The upgrade requests of a server that have not been answered yet. */
export interface Upgrades {
  has(request: IncomingMessage): boolean;
  /** Answers an upgrade with a WebSocket of `server`, in place of a reply. */
  accept(reply: FastifyReply, server: WebSocketServer, onSocket: (socket: WebSocket) => void): void;
}

/** Begins to dispatch the upgrades of an app's server. */
export function createUpgrades(app: FastifyInstance): Upgrades {
  /** The first bytes after each request. */
  const heads = new WeakMap<IncomingMessage, Buffer>();

  app.server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy());
    heads.set(request, head);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(request.socket);
    response.once("finish", () => request.socket.destroySoon());
    app.routing(request, response);
  });

  return {
    has: (request) => heads.has(request),
    accept(reply, server, onSocket) {
      const request = reply.request.raw;
      const head = heads.get(request) ?? Buffer.alloc(0);
      heads.delete(request);
      reply.hijack();
      reply.raw.detachSocket(request.socket);
      server.handleUpgrade(request, request.socket, head, onSocket);
    },
  };
}
