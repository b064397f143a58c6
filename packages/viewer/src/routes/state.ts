import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";

/** `/healthz`, and `/streams`: what `/events` tells, once. */
export function addStateRoutes(app: FastifyInstance, { registry }: Gateway): void {
  app.get("/healthz", (_request, reply) => reply.header("Cache-Control", "no-store").send({ status: "ok" }));
  app.get("/streams", (_request, reply) => reply.header("Cache-Control", "no-store").send(registry.state()));
  for (const path of ["/events", "/camera"]) {
    app.get(path, (_request, reply) =>
      reply
        .code(426)
        .header("Upgrade", "websocket")
        .send({ error: `${path} is a WebSocket.` }),
    );
  }
}
