import { NoCommonCodecError } from "@framewire/codec";
import { onAbort } from "@framewire/media";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import { stageHeaders } from "./latency-headers.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";

/** `/streams/ID.jpg`: a stream's next fresh picture, as a JPEG. */
export function addSnapshotRoute(app: FastifyInstance, { registry, snapshotTimeoutMs }: Gateway): void {
  app.get<StreamParams>("/streams/:id.jpg", async (request, reply) => {
    const stream = registry.get(request.params.id);
    if (!stream) return sendNoStream(request.params.id, reply);
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.type("image/jpeg").send();

    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), snapshotTimeoutMs);
    const forget = onAbort(stream.signal, () => patience.abort());
    const onClose = (): void => patience.abort();
    reply.raw.once("close", onClose);
    try {
      for await (const frame of stream.subscribe(["jpeg"])({ signal: patience.signal })) {
        stream.keepWarm();
        reply.raw.once("finish", () => stream.shown(frame));
        const { buffer, byteOffset, byteLength } = frame.data;
        for (const [name, value] of stageHeaders(frame.sequence, stream.stageTimesOf(frame))) reply.header(name, value);
        return reply.type("image/jpeg").send(Buffer.from(buffer, byteOffset, byteLength));
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const status = error instanceof NoCommonCodecError ? 501 : 503;
      return reply.code(status).send({ error: `${stream.name} has no picture: ${why}` });
    } finally {
      clearTimeout(timer);
      forget();
      reply.raw.off("close", onClose);
      patience.abort();
    }
    const error = `No picture of ${stream.name} came within ${snapshotTimeoutMs / 1000} s; ask again later.`;
    return reply.code(503).send({ error });
  });
}
