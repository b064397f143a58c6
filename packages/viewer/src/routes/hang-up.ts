import type { FastifyInstance } from "fastify";
import type { Door } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";

/** `POST /hang-up`: ends the call, where the viewer's owner takes that from a page. */
export function addHangUpRoute(app: FastifyInstance, { onHangUp, log }: Gateway, door: Door): void {
  app.post("/hang-up", async (request, reply) => {
    const refusal = door.refuseForeign(request.raw);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });
    if (!onHangUp) return reply.code(404).send({ error: "There is nothing to hang up here." });
    log.info("Somebody hung up on the page.");
    onHangUp();
    return reply.code(204).send();
  });
}
