/** The route `/invitation`. */

import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";

/**
 * Adds `POST /invitation`, which replies with the ways to join. They contain secrets: unlike `/streams`, only the viewer's
 * own page receives them, and only if it may hang up, too.
 */
export function addInvitationRoute(app: FastifyInstance, { registry }: Gateway, access: Access): void {
  app.post("/invitation", (request, reply) => {
    reply.header("Cache-Control", "no-store");
    const refusal = access.checkControl(request.raw);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });
    const { invitation } = registry;
    if (!invitation) return reply.code(404).send({ error: "There is no invitation here." });
    return reply.send(invitation);
  });
}
