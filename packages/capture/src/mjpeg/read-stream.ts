/** The frames of one connection to an MJPEG camera. */
import { now, onAbort } from "@framewire/media";
import { type JpegImage, repairJpeg } from "../jpeg/repair-jpeg.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import type { LoginContext } from "./http/log-in.ts";
import { parseContentType } from "./multipart/content-type.ts";
import { createMultipartParser, maxHeaderBytes } from "./multipart/multipart-parser.ts";
import { notAnMjpegStream, openStream, UnavailableError } from "./open-stream.ts";

/**
 * Opens the stream and reads it until it ends, which is always an error: {@link UnavailableError} or a system error when
 * the camera may come back, `SourceError` when the response is not a stream. An abort of `signal` closes the connection
 * immediately, also between two reads.
 */
export async function* readStream(
  context: LoginContext,
  { stallTimeoutMs, maxFrameBytes }: MjpegStreamOptions,
  progress: StreamProgress,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, never> {
  function onConnect(): void {
    progress.connected = true;
    progress.lastByteAt = performance.now();
  }
  const trust = { ...context.trust, onConnect };
  const { response, type, boundary, declared } = await openStream({ ...context, trust }, signal);
  progress.answered = true;
  progress.lastByteAt = performance.now();
  const removeListener = onAbort(signal, () => response.destroy(signal.reason as Error));
  try {
    const parser = createMultipartParser({
      boundary,
      maxPartBytes: maxFrameBytes,
      accept: (headers) => jpegContentType.test(parseContentType(headers.get("content-type")).type),
    });
    let bytes = 0;
    let lastFrameAt = now();
    for (;;) {
      const { done, value } = await response.body.next();
      if (done) {
        if (!declared && !parser.recognised) throw notAnMjpegStream(redactUrl(context.camera.url), type);
        throw new UnavailableError("it ended the stream");
      }
      const arrived = now();
      progress.lastByteAt = performance.now();
      for (const part of parser.push(value, arrived)) {
        if (part.kind === "skipped") {
          if (part.reason === "type") continue;
          const reason =
            part.reason === "size"
              ? `it is larger than ${maxFrameBytes} bytes`
              : `its headers are larger than ${maxHeaderBytes} bytes`;
          yield { kind: "damaged", reason };
          continue;
        }
        const image = repairJpeg(part.data);
        if (typeof image === "string") {
          yield { kind: "damaged", reason: image };
          continue;
        }
        lastFrameAt = arrived;
        yield { kind: "frame", image, timestamp: part.timestamp };
      }
      bytes += value.length;
      if (!declared && !parser.recognised && bytes > 2 * maxHeaderBytes) {
        throw notAnMjpegStream(redactUrl(context.camera.url), type);
      }
      if (arrived - lastFrameAt > stallTimeoutMs * 1000) {
        lastFrameAt = arrived;
        yield { kind: "no-frames" };
      }
    }
  } finally {
    removeListener();
    response.destroy();
  }
}

/** Options of {@link readStream}. */
export interface MjpegStreamOptions {
  /** Time with data, but without a frame, after which that is reported, in milliseconds. */
  readonly stallTimeoutMs: number;
  /** Largest frame, in bytes. */
  readonly maxFrameBytes: number;
}

/** How far a connection has come. */
export interface StreamProgress {
  /** There is a connection. */
  connected: boolean;
  /** The camera has answered with the head of a stream. */
  answered: boolean;
  /** When something has arrived or changed last, in milliseconds of `performance.now()`. */
  lastByteAt: number;
}

/** What {@link readStream} yields. */
export type StreamEvent =
  /** A frame; `timestamp` is when its first byte arrived, in microseconds. */
  | { readonly kind: "frame"; readonly image: JpegImage; readonly timestamp: number }
  /** A part that is not a valid frame. `reason` is part of a sentence. */
  | { readonly kind: "damaged"; readonly reason: string }
  /** Bytes have arrived for `stallTimeoutMs`, but no frame. */
  | { readonly kind: "no-frames" };

/** The content types under which cameras send JPEGs; some send none. */
const jpegContentType = /^$|jpe?g|octet-stream/;
