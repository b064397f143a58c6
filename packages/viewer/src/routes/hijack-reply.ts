/** Takes a reply over from Fastify. */

import type { FastifyReply } from "fastify";
import type { Gateway } from "../gateway.ts";
import { type OpenResponse, openResponse } from "./open-response.ts";

/** Takes over a reply, with the headers that it has, to write to it without end. `reader` names the client in the log. */
export function hijackReply(reply: FastifyReply, gateway: Gateway, signal: AbortSignal, reader: string): OpenResponse {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  const response = openResponse(reply.raw, {
    signal,
    stallTimeoutMs: gateway.stallTimeoutMs,
    graceMs: gateway.graceMs,
    onStall: () => gateway.log.info(`${reader} accepted no data for a while and was disconnected.`),
  });
  const { closed } = response;
  gateway.open.add(closed);
  void closed.then(() => gateway.open.delete(closed));
  return response;
}
