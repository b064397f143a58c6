/** The routes `/healthz` and `/streams`. */

import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";
import { watchOnly } from "../streams/state.ts";

/** Adds `/healthz`, and `/streams`: the state that `/events` sends, once. */
export function addStateRoutes(app: FastifyInstance, { registry }: Gateway, access: Access): void {
  app.get("/healthz", (_request, reply) => reply.header("Cache-Control", "no-store").send({ status: "ok" }));
  app.get("/streams", (request, reply) => {
    const state = registry.state();
    return reply.header("Cache-Control", "no-store").send(access.mayControl(request.raw) ? state : watchOnly(state));
  });
}
