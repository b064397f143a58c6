import type { EncodedFrame } from "@framewire/media";
import type { FastifyInstance } from "fastify";
import type { Channel } from "./channel.ts";
import type { Gateway } from "./gateway.ts";
import { hold } from "./hold.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";
import type { OpenResponse } from "./open-response.ts";
import { mediaType, timestampHeader } from "./picture.ts";

const boundary = "framewire-picture";
const opening = Buffer.from(`--${boundary}\r\n`);
// A browser shows a part only when it sees the next boundary, so that goes out with the part.
const separator = Buffer.from(`\r\n--${boundary}\r\n`);
const closing = Buffer.from("--\r\n");

/** `/streams/ID.mjpg`: a stream's pictures one after the other, for `<img>` and everything that reads MJPEG. */
export function addMjpegRoute(app: FastifyInstance, gateway: Gateway): void {
  app.get<StreamParams>("/streams/:id.mjpg", async (request, reply) => {
    const channel = gateway.board.get(request.params.id);
    if (!channel) return sendNoStream(request, reply);
    reply.header("Content-Type", `multipart/x-mixed-replace; boundary=${boundary}`);
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.send();
    const response = hold(reply, gateway, channel.signal, `A reader of ${channel.name}`);
    await pour(channel, response, gateway);
    return reply;
  });
}

async function pour(channel: Channel, response: OpenResponse, { log }: Gateway): Promise<void> {
  try {
    if (!(await response.write([opening]))) return;
    for await (const frame of channel.read(response.signal)) {
      const head = partHead(frame);
      if (!head) {
        throw new Error(`a browser cannot show pictures of the codec "${frame.codec}"; send it JPEG or WebP`);
      }
      if (!(await response.write([head, frame.data, separator]))) break;
    }
    response.end(closing);
  } catch (error) {
    log.warn(`The pictures of ${channel.name} ended: ${error instanceof Error ? error.message : String(error)}`);
    response.fail();
  }
}

function partHead(frame: EncodedFrame): Uint8Array | undefined {
  const type = mediaType(frame.codec);
  return type === undefined
    ? undefined
    : Buffer.from(
        `Content-Type: ${type}\r\nContent-Length: ${frame.data.byteLength}\r\nX-Timestamp: ${timestampHeader(frame)}\r\n\r\n`,
      );
}
