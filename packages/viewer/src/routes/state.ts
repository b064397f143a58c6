/** The routes `/healthz` and `/streams`. */

import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";

/** Adds `/healthz`, and `/streams`: the state that `/events` sends, once. */
export function addStateRoutes(app: FastifyInstance, { registry }: Gateway): void {
  app.get("/healthz", (_request, reply) => reply.header("Cache-Control", "no-store").send({ status: "ok" }));
  app.get("/streams", (_request, reply) => reply.header("Cache-Control", "no-store").send(registry.state()));
}
