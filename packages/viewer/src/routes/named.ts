/** The routes `/streams/by-name/NAME.mjpg` and `/streams/by-name/NAME.jpg`. */

import type { FastifyInstance, FastifyReply } from "fastify";
import type { Gateway } from "../gateway.ts";
import { followName, waitForName } from "../streams/follow-name.ts";
import { type MjpegQuery, sendMjpeg } from "./mjpeg.ts";
import { sendSnapshot } from "./snapshot.ts";

interface NamedRequest {
  readonly Params: { readonly "*": string };
  readonly Querystring: MjpegQuery;
}

/**
 * Adds the addresses of streams by their names, which stay the same when a peer or the viewer restarts. Of several streams
 * with the name, the newest live one counts. Without one the `.mjpg` waits, and goes on with the next; the `.jpg` is 503.
 */
export function addNamedRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { registry } = gateway;
  app.get<NamedRequest>("/streams/by-name/*", async (request, reply) => {
    const [, name, type] = /^(.+)\.(mjpg|jpg)$/s.exec(request.params["*"]) ?? [];
    if (name === undefined) {
      const error = "The address of a stream by its name is /streams/by-name/NAME.mjpg or /streams/by-name/NAME.jpg.";
      return reply.code(404).send({ error });
    }
    if (type === "jpg") return sendNamedSnapshot(reply, gateway, name);
    return sendMjpeg(reply, gateway, { name, signal: gateway.signal, query: request.query }, async (signal, write) => {
      for await (const named of followName(registry, name, signal)) await write(named.stream, named.signal);
    });
  });
}

async function sendNamedSnapshot(reply: FastifyReply, gateway: Gateway, name: string): Promise<FastifyReply> {
  const { registry, snapshotTimeoutMs, signal } = gateway;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, snapshotTimeoutMs);
  reply.raw.once("close", end);
  const stream = await waitForName(registry, name, AbortSignal.any([ended.signal, signal]));
  clearTimeout(timer);
  reply.raw.off("close", end);
  if (stream) return sendSnapshot(reply, stream, gateway);
  const error = `No live stream has the name "${name}"; ask again later. /streams lists all of them.`;
  return reply.code(503).header("Cache-Control", "no-store").header("Retry-After", "5").send({ error });
}
