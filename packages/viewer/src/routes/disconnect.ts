/** The route `/streams/ID/disconnect`. */

import type { FastifyInstance } from "fastify";
import type { Access } from "../access/access.ts";
import type { Gateway } from "../gateway.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";

/** Adds `POST /streams/ID/disconnect`, which ends the connection with one peer when the viewer's owner allows that. */
export function addDisconnectRoute(app: FastifyInstance, { registry, log }: Gateway, access: Access): void {
  app.post<StreamParams>("/streams/:id/disconnect", async (request, reply) => {
    const refusal = access.checkControl(request.raw);
    if (refusal) return reply.code(refusal.status).send({ error: refusal.error });
    const stream = registry.get(request.params.id);
    if (!stream) return sendNoStream(request.params.id, reply);
    if (!stream.disconnect || !stream.info().canDisconnect) {
      return reply.code(409).send({ error: `${stream.name} cannot be disconnected.` });
    }
    log.info(`A page disconnected ${stream.name}.`);
    stream.disconnect();
    return reply.code(204).send();
  });
}
