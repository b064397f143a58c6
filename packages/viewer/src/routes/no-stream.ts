import type { FastifyReply } from "fastify";

/** The part of a route's address that names the stream. */
export interface StreamParams {
  readonly Params: { readonly id: string };
}

/** Answers that there is no such stream. */
export function sendNoStream(id: string, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: `There is no stream "${id}"; /streams lists those that there are.` });
}
