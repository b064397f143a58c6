/** The route `/streams/ID.jpg`. */

import { NoCommonCodecError } from "@framewire/codec";
import { onAbort } from "@framewire/media";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Gateway } from "../gateway.ts";
import type { PublishedStream } from "../streams/published-stream.ts";
import { latencyHeaders } from "./latency-headers.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";

/** Adds `/streams/ID.jpg`: a stream's next frame, as a JPEG. */
export function addSnapshotRoute(app: FastifyInstance, gateway: Gateway): void {
  app.get<StreamParams>("/streams/:id.jpg", async (request, reply) => {
    const stream = gateway.registry.get(request.params.id);
    if (!stream) return sendNoStream(request.params.id, reply);
    return sendSnapshot(reply, stream, gateway);
  });
}

/** Sends a stream's next frame. */
export async function sendSnapshot(
  reply: FastifyReply,
  stream: PublishedStream,
  { snapshotTimeoutMs }: Pick<Gateway, "snapshotTimeoutMs">,
): Promise<FastifyReply> {
  reply.header("Cache-Control", "no-store");
  if (reply.request.method === "HEAD") return reply.type("image/jpeg").send();

  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, snapshotTimeoutMs);
  const removeListener = onAbort(stream.signal, end);
  reply.raw.once("close", end);
  try {
    for await (const frame of stream.subscribe(["jpeg"])({ signal: ended.signal })) {
      stream.keepWarm();
      reply.raw.once("finish", () => stream.shown(frame));
      const { buffer, byteOffset, byteLength } = frame.data;
      for (const [name, value] of latencyHeaders(frame.sequence, stream.stageTimesOf(frame))) {
        reply.header(name, value);
      }
      return reply.type("image/jpeg").send(Buffer.from(buffer, byteOffset, byteLength));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const status = error instanceof NoCommonCodecError ? 501 : 503;
    return reply.code(status).send({ error: `${stream.name} has no frame: ${message}` });
  } finally {
    clearTimeout(timer);
    removeListener();
    reply.raw.off("close", end);
    end();
  }
  const error = `No frame of ${stream.name} arrived within ${snapshotTimeoutMs / 1000} s; ask again later.`;
  return reply.code(503).send({ error });
}
