/** The route `/access-check`. */

import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";

/**
 * Adds `POST /access-check`, which says why the page's WebSockets are refused: a browser does not tell a page. 204 when
 * they are not.
 */
export function addAccessCheckRoute(app: FastifyInstance, access: Access): void {
  app.post("/access-check", async (request, reply) => {
    const refusal = access.checkUpgrade(request.raw);
    return refusal ? reply.code(refusal.status).send({ error: refusal.error }) : reply.code(204).send();
  });
}
