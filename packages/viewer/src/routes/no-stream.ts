/** The reply for a stream that does not exist. */

import type { FastifyReply } from "fastify";

/** The part of a route's address that names the stream. */
export interface StreamParams {
  readonly Params: { readonly id: string };
}

/** Replies 404 with a sentence. */
export function sendNoStream(id: string, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: `There is no stream "${id}"; /streams lists all of them.` });
}
