/** The route `/hang-up`. */

import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";

/** Adds `POST /hang-up`, which ends the call when the viewer's owner allows that. */
export function addHangUpRoute(app: FastifyInstance, { onHangUp, log }: Gateway, access: Access): void {
  app.post("/hang-up", async (request, reply) => {
    const refusal = access.checkControl(request.raw);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });
    if (!onHangUp) return reply.code(404).send({ error: "There is nothing to hang up here." });
    log.info("A page hung up.");
    onHangUp();
    return reply.code(204).send();
  });
}
