import {
  type Backoff,
  backoffDelay,
  type EncodedFrame,
  type Logger,
  onAbort,
  type Source,
  type SourceDescription,
  silent,
  sleep,
} from "@framewire/media";
import { SourceError } from "../source-error.ts";
import { createOutageLog } from "../source-kit/outage-log.ts";
import { showUrl } from "../source-kit/redact-address.ts";
import { describeFailure, isWrongProtocol } from "./describe-failure.ts";
import { parseTarget, type Target } from "./http/camera-address.ts";
import { parseFingerprint } from "./http/fingerprint.ts";
import { readStream, type StreamOptions } from "./read-stream.ts";

/** What {@link mjpeg} takes besides the address. */
export interface MjpegOptions {
  /**
   * SHA-256 fingerprint of the one certificate to accept, `AA:BB:…`, whatever its name and issuer. With it, nothing is
   * read over plain http.
   */
  readonly fingerprint?: string;
  /** Accept any certificate: the stream is encrypted, but anybody may be the camera. Default false. */
  readonly insecure?: boolean;
  /** Milliseconds without a byte, connecting included, after which the connection is given up and made anew. Default 5000. */
  readonly stallTimeout?: number;
  /** Largest picture, in bytes; larger ones are skipped and nothing is kept of them. Default 16 MiB. */
  readonly maxFrameBytes?: number;
  /** Waits between attempts to get the camera back. */
  readonly backoff?: Backoff;
  /** Told when the camera goes and comes back, and of damaged pictures. Default: nobody. */
  readonly log?: Logger;
}

/**
 * Reads a camera that serves `multipart/x-mixed-replace` over http or https ("MJPEG"): IP Webcam, ffmpeg, mjpg-streamer,
 * ustreamer, motion and most network cameras.
 *
 * Each frame has codec `jpeg` and type `key`; `data` is the very content of the part, which was copied once, out of the
 * network's buffers. `timestamp` is when its first byte arrived: what the camera itself takes is not in it. `sequence`
 * counts the pictures over the life of the source, also over a reconnect; a damaged picture leaves a gap. Width and
 * height are those in the JPEG's headers. At most one picture is held, so a reader that is slower than the camera makes
 * the network wait; put `latest` of `@framewire/media` between to get the newest picture instead.
 *
 * A name and password in the address answer Basic and Digest authentication, and are never in a message.
 *
 * When the camera goes away the iteration goes on: it warns through `log`, and tries with growing waits until the camera is
 * back. The loop throws {@link SourceError} when only somebody can mend it: the name and password or the certificate
 * are refused, or the first answer is no MJPEG stream.
 *
 * @throws SourceError (`usage`) at once when the address or the fingerprint is none.
 */
export function mjpeg(address: string | URL, options: MjpegOptions = {}): Source<EncodedFrame> {
  const target = parseTarget(address);
  const { stallTimeout = 5000, maxFrameBytes = 16 * 1024 * 1024, backoff, log = silent, insecure = false } = options;
  const fingerprint = options.fingerprint === undefined ? undefined : parseFingerprint(options.fingerprint);
  if (fingerprint !== undefined && target.url.protocol !== "https:") {
    throw new SourceError(
      "usage",
      `A certificate was named for ${showUrl(target.url)}, but only https:// has certificates. Use https:// or leave it out.`,
    );
  }
  const stream = { stallTimeout, maxFrameBytes, fingerprint, insecure };
  const life: Camera["life"] = {
    next: 0,
    says: { device: showUrl(target.url), format: "JPEG", passthrough: true },
  };

  const source: Source<EncodedFrame> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const own = new AbortController();
      const frames = read({ target, stream, backoff, log, life }, own, signal);
      return {
        next: () => frames.next(),
        return() {
          // A generator that waits would only end after its wait.
          own.abort();
          return frames.return();
        },
      };
    },
  });
  return Object.assign(source, { describe: () => life.says });
}

/** What all readings of one source have in common. */
interface Camera {
  readonly target: Target;
  readonly stream: StreamOptions;
  readonly backoff: Backoff | undefined;
  readonly log: Logger;
  /** The first sequence number that no frame of the source has had. */
  readonly life: { next: number; says: SourceDescription };
}

async function* read(
  { target, stream, backoff, log, life }: Camera,
  own: AbortController,
  outer: AbortSignal | undefined,
): AsyncGenerator<EncodedFrame, void, undefined> {
  const { signal } = own;
  const forget = outer ? onAbort(outer, () => own.abort()) : undefined;
  const outages = createOutageLog(log, showUrl(target.url));
  let sequence = life.next;
  let seen = false;
  let failures = 0;

  function take(): number {
    const number = sequence++;
    life.next = Math.max(life.next, sequence);
    return number;
  }

  try {
    while (!signal.aborted) {
      try {
        for await (const event of readStream(target, stream, signal)) {
          if (signal.aborted) return;
          if (event.kind === "pictureless") {
            outages.pictureless();
            continue;
          }
          if (event.kind === "damaged") {
            take();
            outages.damaged(event.reason);
            continue;
          }
          outages.working();
          seen = true;
          failures = 0;
          const { picture, timestamp } = event;
          if (picture.width !== life.says.width || picture.height !== life.says.height) {
            life.says = { ...life.says, width: picture.width, height: picture.height };
          }
          yield { codec: "jpeg", type: "key", sequence: take(), timestamp, ...picture };
          if (signal.aborted) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        throwIfFinal(error, seen, target);
        failures++;
        outages.failed(describeFailure(error, target.url));
      }
      await sleep(backoffDelay(failures, backoff), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    forget?.();
  }
}

/**
 * Throws what only a person can mend. Once the camera has worked that is a refused password or certificate;
 * anything else may be a camera that is starting up again.
 */
function throwIfFinal(error: unknown, seen: boolean, { url }: Target): void {
  if (error instanceof SourceError) {
    if (!seen || error.code === "certificate" || error.code === "unauthorized") throw error;
  } else if (!seen && isWrongProtocol(error)) {
    const other = url.protocol === "https:" ? "http" : "https";
    throw new SourceError(
      "http",
      `What answers at ${showUrl(url)} does not speak ${url.protocol.slice(0, -1)}. Is it ${other}://${url.host}${url.pathname}?`,
    );
  }
}
