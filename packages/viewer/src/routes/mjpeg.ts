/** The route `/streams/ID.mjpg`. */

import type { EncodedFrame } from "@framewire/media";
import type { FastifyInstance, FastifyReply } from "fastify";
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
export interface MjpegQuery {
  readonly advance_headers?: string;
}

interface MjpegRequest extends StreamParams {
  readonly Querystring: MjpegQuery;
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
    const { name, signal } = stream;
    return sendMjpeg(reply, gateway, { name, signal, query: request.query }, async (signal, write) => {
      await write(stream, signal);
    });
  });
}

/** Writes a stream's frames until `signal` aborts, the frames end or the reader has disconnected. */
export type WriteFrames = (stream: PublishedStream, signal: AbortSignal) => Promise<void>;

/** What a multipart response is about. */
export interface MjpegOptions {
  readonly name: string;
  /** Ends the response. */
  readonly signal: AbortSignal;
  readonly query: MjpegQuery;
}

/** Sends a multipart response. `body` writes the frames of one stream or of several, until its signal aborts. */
export async function sendMjpeg(
  reply: FastifyReply,
  gateway: Gateway,
  { name, signal, query }: MjpegOptions,
  body: (signal: AbortSignal, write: WriteFrames) => Promise<void>,
): Promise<FastifyReply> {
  reply.header("Content-Type", `multipart/x-mixed-replace; boundary=${boundary}`);
  reply.header("Cache-Control", "no-store");
  if (reply.request.method === "HEAD") return reply.send();
  const response = hijackReply(reply, gateway, signal, `A reader of ${name}`);
  const parts = query.advance_headers === "1" ? partsWithNextHeaders(response) : plainParts(response);
  try {
    if (await response.write([opening])) {
      await body(response.signal, async (stream, until) => {
        for await (const frame of stream.subscribe(["jpeg"])({ signal: until })) {
          if (!(await parts.write(stream, frame))) break;
          stream.shown(frame);
        }
      });
      response.end(parts.last);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    gateway.log.warn(`The frames of ${name} ended: ${message}`);
    response.fail();
  }
  return reply;
}

/** Writes frames as the parts of a multipart response. */
interface PartWriter {
  /** Resolves to false when the reader has disconnected. */
  write(stream: PublishedStream, frame: EncodedFrame): Promise<boolean>;
  /** What the response ends with. */
  readonly last: Buffer;
}

function plainParts(response: OpenResponse): PartWriter {
  return {
    write(stream, frame) {
      const times = latencyHeaders(frame.sequence, stream.stageTimesOf(frame));
      const lines = times.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const head = Buffer.from(`${typeHeader}Content-Length: ${frame.data.byteLength}\r\n${lines}\r\n`);
      return response.write([head, frame.data, separator]);
    },
    last: closing,
  };
}

function partsWithNextHeaders(response: OpenResponse): PartWriter {
  const head = Buffer.from(`${typeHeader}\r\n`);
  let isFirst = true;
  return {
    write(_stream, frame) {
      const part = [frame.data, separator, head];
      const chunks = isFirst ? [head, ...part] : part;
      isFirst = false;
      return response.write(chunks);
    },
    last: separator,
  };
}
