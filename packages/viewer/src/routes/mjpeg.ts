import type { FastifyInstance } from "fastify";
import type { Gateway } from "../gateway.ts";
import type { PublishedStream } from "../streams/published-stream.ts";
import { hold } from "./hijack-reply.ts";
import { stageHeaders } from "./latency-headers.ts";
import { type StreamParams, sendNoStream } from "./no-stream.ts";
import type { OpenResponse } from "./open-response.ts";

/**
 * How the parts are written. Chromium shows a part only when it has the *next* part's headers, one frame
 * late. With `advance_headers=1` those go out with the part before; they cannot tell the next picture's
 * length and times then, so that readers other than browsers are better off without.
 */
interface MjpegRequest extends StreamParams {
  readonly Querystring: { readonly advance_headers?: string };
}

const boundary = "framewire-picture";
const opening = Buffer.from(`--${boundary}\r\n`);
const separator = Buffer.from(`\r\n--${boundary}\r\n`);
const closing = Buffer.from("--\r\n");
const typeHeader = "Content-Type: image/jpeg\r\n";

/**
 * `/streams/ID.mjpg`: a stream's pictures one after the other, for `<img>` and everything that reads MJPEG. Those that
 * are no JPEGs are made so, once for all readers.
 */
export function addMjpegRoute(app: FastifyInstance, gateway: Gateway): void {
  app.get<MjpegRequest>("/streams/:id.mjpg", async (request, reply) => {
    const stream = gateway.registry.get(request.params.id);
    if (!stream) return sendNoStream(request.params.id, reply);
    reply.header("Content-Type", `multipart/x-mixed-replace; boundary=${boundary}`);
    reply.header("Cache-Control", "no-store");
    if (request.method === "HEAD") return reply.send();
    const response = hold(reply, gateway, stream.signal, `A reader of ${stream.name}`);
    const pour = request.query.advance_headers === "1" ? pourEarly : pourParts;
    try {
      if (await response.write([opening])) await pour(stream, response);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      gateway.log.warn(`The pictures of ${stream.name} ended: ${why}`);
      response.fail();
    }
    return reply;
  });
}

async function pourParts(stream: PublishedStream, response: OpenResponse): Promise<void> {
  for await (const frame of stream.subscribe(["jpeg"])({ signal: response.signal })) {
    const times = stageHeaders(frame.sequence, stream.stageTimesOf(frame));
    const lines = times.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const head = Buffer.from(`${typeHeader}Content-Length: ${frame.data.byteLength}\r\n${lines}\r\n`);
    if (!(await response.write([head, frame.data, separator]))) break;
    stream.shown(frame);
  }
  response.end(closing);
}

async function pourEarly(stream: PublishedStream, response: OpenResponse): Promise<void> {
  const head = Buffer.from(`${typeHeader}\r\n`);
  let begun = false;
  for await (const frame of stream.subscribe(["jpeg"])({ signal: response.signal })) {
    const part = [frame.data, separator, head];
    if (!(await response.write(begun ? part : [head, ...part]))) break;
    begun = true;
    stream.shown(frame);
  }
  response.end(separator);
}
