import { now, onAbort } from "@framewire/media";
import { type JpegImage, repairJpeg } from "../jpeg/repair-jpeg.ts";
import { showUrl } from "../source-kit/redact-address.ts";
import type { Target } from "./http/camera-address.ts";
import type { Trust } from "./http/connect.ts";
import { parseContentType } from "./multipart/content-type.ts";
import { createMultipartParser, maxHeaderBytes } from "./multipart/multipart-parser.ts";
import { notPictures, openStream, UnavailableError } from "./open-stream.ts";

/** How one connection to a camera is read. */
export interface StreamOptions extends Trust {
  /** Milliseconds after which a silent connection is given up. */
  readonly stallTimeout: number;
  /** Largest picture, in bytes. */
  readonly maxFrameBytes: number;
}

/** What comes out of one connection. */
export type StreamEvent =
  /** A picture; `timestamp` is when its first byte arrived. */
  | { readonly kind: "picture"; readonly picture: JpegImage; readonly timestamp: number }
  /** A part that should have been a picture, with the reason why it is none. */
  | { readonly kind: "damaged"; readonly reason: string }
  /** Bytes have been coming for `stallTimeout` without a picture among them. */
  | { readonly kind: "pictureless" };

/** The content types under which cameras send JPEGs; some name none. */
const pictureType = /^$|jpe?g|octet-stream/;

/**
 * Opens the stream and reads it until it ends, which it tells by an error: {@link UnavailableError} or the system's
 * when the camera may come back, `SourceError` when it is not a stream. The abort of `signal` closes the connection at
 * once, also between two reads.
 */
export async function* readStream(
  target: Target,
  { stallTimeout, maxFrameBytes, ...trust }: StreamOptions,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, never> {
  const attempt = new AbortController();
  const forget = onAbort(signal, () => attempt.abort(signal.reason));
  let timer: NodeJS.Timeout | undefined;
  function expectBytes(): void {
    const stalled = new UnavailableError(`nothing has arrived for ${stallTimeout / 1000} s`);
    timer = setTimeout(() => attempt.abort(stalled), stallTimeout);
  }

  try {
    expectBytes();
    const { response, boundary, declared } = await openStream(target, trust, attempt.signal);
    clearTimeout(timer);
    const forgetResponse = onAbort(attempt.signal, () => response.destroy(attempt.signal.reason as Error));
    const parser = createMultipartParser({
      boundary,
      maxPartBytes: maxFrameBytes,
      accept: (headers) => pictureType.test(parseContentType(headers.get("content-type")).type),
    });
    let bytes = 0;
    let lastPicture = now();
    try {
      const chunks: AsyncIterator<Buffer, undefined> = response[Symbol.asyncIterator]();
      for (;;) {
        // Only while we wait: a reader that takes its time must not look like a camera that is silent.
        expectBytes();
        const { done, value } = await chunks.next();
        clearTimeout(timer);
        if (done) {
          if (!declared && !parser.recognised) throw notPictures(showUrl(target.url), "");
          throw new UnavailableError("it ended the stream");
        }
        const arrived = now();
        for (const part of parser.push(value, arrived)) {
          if (part.kind === "skipped") {
            if (part.reason === "type") continue;
            const limit =
              part.reason === "size" ? `a picture of at most ${maxFrameBytes}` : `headers of at most ${maxHeaderBytes}`;
            yield { kind: "damaged", reason: `it is larger than ${limit} bytes` };
            continue;
          }
          const picture = repairJpeg(part.data);
          if (typeof picture === "string") {
            yield { kind: "damaged", reason: picture };
            continue;
          }
          lastPicture = arrived;
          yield { kind: "picture", picture, timestamp: part.timestamp };
        }
        bytes += value.length;
        if (!declared && !parser.recognised && bytes > 2 * maxHeaderBytes) throw notPictures(showUrl(target.url), "");
        if (arrived - lastPicture > stallTimeout * 1000) {
          lastPicture = arrived;
          yield { kind: "pictureless" };
        }
      }
    } finally {
      forgetResponse();
      response.destroy();
    }
  } finally {
    clearTimeout(timer);
    forget();
  }
}
