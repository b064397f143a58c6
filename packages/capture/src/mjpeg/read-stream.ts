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
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, never> {
  const attempt = new AbortController();
  const removeListener = onAbort(signal, () => attempt.abort(signal.reason));
  let timer: NodeJS.Timeout | undefined;
  function startTimer(): void {
    const stalled = new UnavailableError(`nothing has arrived for ${stallTimeoutMs / 1000} s`);
    timer = setTimeout(() => attempt.abort(stalled), stallTimeoutMs);
  }

  try {
    startTimer();
    const { response, type, boundary, declared } = await openStream(context, attempt.signal);
    clearTimeout(timer);
    const removeResponseListener = onAbort(attempt.signal, () => response.destroy(attempt.signal.reason as Error));
    const parser = createMultipartParser({
      boundary,
      maxPartBytes: maxFrameBytes,
      accept: (headers) => jpegContentType.test(parseContentType(headers.get("content-type")).type),
    });
    let bytes = 0;
    let lastFrameAt = now();
    try {
      const chunks = response.body;
      for (;;) {
        // The timer runs only while this waits: a slow consumer is not a stalled camera.
        startTimer();
        const { done, value } = await chunks.next();
        clearTimeout(timer);
        if (done) {
          if (!declared && !parser.recognised) throw notAnMjpegStream(redactUrl(context.camera.url), type);
          throw new UnavailableError("it ended the stream");
        }
        const arrived = now();
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
      removeResponseListener();
      response.destroy();
    }
  } finally {
    clearTimeout(timer);
    removeListener();
  }
}

/** Options of {@link readStream}. */
export interface MjpegStreamOptions {
  /** Time without a byte after which the connection is closed, in milliseconds. */
  readonly stallTimeoutMs: number;
  /** Largest frame, in bytes. */
  readonly maxFrameBytes: number;
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
