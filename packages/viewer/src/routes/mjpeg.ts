/** The route `/streams/ID.mjpg`. */

import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import type { PublishedStream } from "../streams/published-stream.ts";
import { hijackReply } from "./hijack-reply.ts";
import { latencyHeaders } from "./latency-headers.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";
import type { OpenResponse } from "./open-response.ts";

/**
 * Chromium shows a part only when it has the *next* part's headers, one frame late. With `advance_headers=1` those are
 * sent together with the part before. They then cannot have the next frame's length and times, which other readers want.
 */
interface MjpegRequest extends StreamParams {
  readonly Querystring: { readonly advance_headers?: string };
}

// Multipart is written by hand: a library would copy the frames or buffer parts.
const boundary = "framewire-frame";
const opening = Buffer.from(`--${boundary}\r\n`);
const separator = Buffer.from(`\r\n--${boundary}\r\n`);
const closing = Buffer.from("--\r\n");
const typeHeader = "Content-Type: image/jpeg\r\n";

/**
 * Adds `/streams/ID.mjpg`: a stream's frames as multipart JPEGs, for `<img>` and every MJPEG reader. Frames in another
 * codec are converted, once for all readers.
 */
export function addMjpegRoute(app: FastifyInstance, gateway: Gateway): void {
  app.get<MjpegRequest>("/streams/:id.mjpg", async (request, reply) => {
    const stream = gateway.registry.get(request.params.id);
    if (!stream) return sendNoStream(request.params.id, reply);
    reply.header("Content-Type", `multipart/x-mixed-replace; boundary=${boundary}`);
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.send();
    const response = hijackReply(reply, gateway, stream.signal, `A reader of ${stream.name}`);
    const writeFrames = request.query.advance_headers === "1" ? writePartsWithNextHeaders : writeParts;
    try {
      if (await response.write([opening])) await writeFrames(stream, response);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      gateway.log.warn(`The frames of ${stream.name} ended: ${message}`);
      response.fail();
    }
    return reply;
  });
}

async function writeParts(stream: PublishedStream, response: OpenResponse): Promise<void> {
  for await (const frame of stream.subscribe(["jpeg"])({ signal: response.signal })) {
    const times = latencyHeaders(frame.sequence, stream.stageTimesOf(frame));
    const lines = times.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const head = Buffer.from(`${typeHeader}Content-Length: ${frame.data.byteLength}\r\n${lines}\r\n`);
    if (!(await response.write([head, frame.data, separator]))) break;
    stream.shown(frame);
  }
  response.end(closing);
}

async function writePartsWithNextHeaders(stream: PublishedStream, response: OpenResponse): Promise<void> {
  const head = Buffer.from(`${typeHeader}\r\n`);
  let isFirst = true;
  for await (const frame of stream.subscribe(["jpeg"])({ signal: response.signal })) {
    const part = [frame.data, separator, head];
    if (!(await response.write(isFirst ? [head, ...part] : part))) break;
    isFirst = false;
    stream.shown(frame);
  }
  response.end(separator);
}
