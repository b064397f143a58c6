import type { FastifyReply } from "fastify";
import type { Gateway } from "../gateway.ts";
import { type OpenResponse, openResponse } from "./open-response.ts";

/** Takes a reply out of the framework's hands to write to it without end. `who` names its reader in the log. */
export function hold(reply: FastifyReply, gateway: Gateway, signal: AbortSignal, who: string): OpenResponse {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  const response = openResponse(reply.raw, {
    signal,
    stallTimeoutMs: gateway.stallTimeoutMs,
    graceMs: gateway.graceMs,
    onStall: () => gateway.log.info(`${who} took nothing for a while and was cut off.`),
  });
  const { closed } = response;
  gateway.open.add(closed);
  void closed.then(() => gateway.open.delete(closed));
  return response;
}
