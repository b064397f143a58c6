import { NoCommonCodecError } from "@framewire/codec";
import { onAbort } from "@framewire/media";
import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import { stageHeaders } from "./latency-headers.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";

/** `/streams/ID.jpg`: a stream's next fresh picture, as a JPEG. */
export function addSnapshotRoute(app: FastifyInstance, { board, snapshotTimeoutMs }: Gateway): void {
  app.get<StreamParams>("/streams/:id.jpg", async (request, reply) => {
    const channel = board.get(request.params.id);
    if (!channel) return sendNoStream(request.params.id, reply);
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.type("image/jpeg").send();

    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), snapshotTimeoutMs);
    const forget = onAbort(channel.signal, () => patience.abort());
    const onClose = (): void => patience.abort();
    reply.raw.once("close", onClose);
    try {
      for await (const frame of channel.read({ signal: patience.signal, accept: ["jpeg"] })) {
        channel.linger();
        reply.raw.once("finish", () => channel.shown(frame));
        const { buffer, byteOffset, byteLength } = frame.data;
        for (const [name, value] of stageHeaders(frame.sequence, channel.stagesOf(frame))) reply.header(name, value);
        return reply.type("image/jpeg").send(Buffer.from(buffer, byteOffset, byteLength));
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const status = error instanceof NoCommonCodecError ? 501 : 503;
      return reply.code(status).send({ error: `${channel.name} has no picture: ${why}` });
    } finally {
      clearTimeout(timer);
      forget();
      reply.raw.off("close", onClose);
      patience.abort();
    }
    const error = `No picture of ${channel.name} came within ${snapshotTimeoutMs / 1000} s; ask again later.`;
    return reply.code(503).send({ error });
  });
}
