/** The source that reads an MJPEG camera over HTTP. */
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
import { createOutageLog, type OutageLog } from "../source-kit/outage-log.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import { refusalBackoff } from "../source-kit/refusal-backoff.ts";
import { describeFailure, wrongProtocol } from "./describe-failure.ts";
import { parseCameraAddress } from "./http/camera-address.ts";
import { parseFingerprint } from "./http/fingerprint.ts";
import type { LoginContext } from "./http/log-in.ts";
import { type MjpegStreamOptions, readStream } from "./read-stream.ts";

/**
 * Reads a camera that serves `multipart/x-mixed-replace` over http or https ("MJPEG"): IP Webcam, ffmpeg, mjpg-streamer,
 * ustreamer, motion and most network cameras.
 *
 * Each frame has codec `jpeg` and type `key`; `data` is the content of the part, copied once out of the network's buffers.
 * `timestamp` is when its first byte arrived; the latency of the camera is not included. `sequence` counts over the
 * lifetime of the source, also after a reconnect; a damaged frame leaves a gap. Width and height are those in the JPEG's
 * header. At most one frame is buffered, so a slow reader delays the camera; put `latest` of `@framewire/media` between to
 * receive the newest frame instead.
 *
 * A name and password in the address answer Basic and Digest authentication, and are in no message.
 *
 * When the camera disappears the iteration continues: it logs a warning and retries with backoff until the camera is back.
 * Before the first frame the loop throws {@link SourceError} where a retry cannot help: the name and password or the
 * certificate are refused, or the response is not an MJPEG stream. Afterwards nothing that a camera answers is final: it may
 * be starting up.
 *
 * @throws SourceError (`usage`) immediately where the address or the fingerprint is invalid.
 */
export function mjpeg(address: string | URL, options: MjpegOptions = {}): Source<EncodedFrame> {
  const camera = parseCameraAddress(address);
  const { stallTimeoutMs = 5000, maxFrameBytes = 16 * 1024 * 1024, backoff, log = silent, insecure = false } = options;
  const fingerprint = options.fingerprint === undefined ? undefined : parseFingerprint(options.fingerprint);
  if (fingerprint !== undefined && camera.url.protocol !== "https:") {
    throw new SourceError(
      "usage",
      `A certificate was named for ${redactUrl(camera.url)}, but only https:// has certificates. Use https:// or leave it out.`,
    );
  }
  const state: CameraState = {
    context: { camera, trust: { fingerprint, insecure, zone: camera.zone }, login: {} },
    stream: { stallTimeoutMs, maxFrameBytes },
    backoff,
    outages: createOutageLog(log, camera.label),
    hasWorked: false,
    nextSequence: 0,
    description: { device: camera.label, format: "JPEG", passthrough: true },
  };
  const source: Source<EncodedFrame> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const iteration = new AbortController();
      const frames = readCamera(state, iteration, signal);
      return {
        next: () => frames.next(),
        return() {
          // A suspended generator would end only after its wait.
          iteration.abort();
          return frames.return();
        },
      };
    },
  });
  return Object.assign(source, { describe: () => ({ ...state.description, problem: state.outages.problem }) });
}

/** Options of {@link mjpeg}. */
export interface MjpegOptions {
  /**
   * SHA-256 fingerprint of the only certificate to accept, `AA:BB:…`, whatever its name and issuer. Plain http is then
   * refused.
   */
  readonly fingerprint?: string;
  /** Accepts any certificate: the stream is encrypted, but the camera is not authenticated. Default false. */
  readonly insecure?: boolean;
  /** Time without a byte, connecting included, after which a new connection is opened, in milliseconds. Default 5000. */
  readonly stallTimeoutMs?: number;
  /** Largest frame, in bytes; larger ones are skipped and not stored. Default 16 MiB. */
  readonly maxFrameBytes?: number;
  /** Delay between attempts to connect. Default 250 to 5000 ms. */
  readonly backoff?: Backoff;
  /** Receives outages and damaged frames. Default: silent. */
  readonly log?: Logger;
}

/** The options and the state of one source, common to all its iterations. */
interface CameraState {
  readonly context: LoginContext;
  readonly stream: MjpegStreamOptions;
  readonly backoff: Backoff | undefined;
  readonly outages: OutageLog;
  /** At least one frame has arrived. */
  hasWorked: boolean;
  /** The next unused sequence number. */
  nextSequence: number;
  description: SourceDescription;
}

async function* readCamera(
  state: CameraState,
  iteration: AbortController,
  outerSignal: AbortSignal | undefined,
): AsyncGenerator<EncodedFrame, void, undefined> {
  const { context, stream, backoff, outages } = state;
  const { url } = context.camera;
  const { signal } = iteration;
  const removeListener = outerSignal ? onAbort(outerSignal, () => iteration.abort()) : undefined;
  let sequence = state.nextSequence;
  let failures = 0;

  function takeSequence(): number {
    const number = sequence++;
    state.nextSequence = Math.max(state.nextSequence, sequence);
    return number;
  }

  try {
    while (!signal.aborted) {
      let delays = backoff;
      try {
        for await (const event of readStream(context, stream, signal)) {
          if (signal.aborted) return;
          if (event.kind === "no-frames") {
            outages.reportNoFrames();
            continue;
          }
          if (event.kind === "damaged") {
            takeSequence();
            outages.reportDamagedFrame(event.reason);
            continue;
          }
          outages.reportFrame();
          state.hasWorked = true;
          failures = 0;
          const { image, timestamp } = event;
          const { width, height } = image;
          if (width !== state.description.width || height !== state.description.height) {
            state.description = { ...state.description, width, height };
          }
          yield { codec: "jpeg", type: "key", sequence: takeSequence(), timestamp, ...image };
          if (signal.aborted) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        const final = error instanceof SourceError ? error : wrongProtocol(error, url);
        const isKnown = state.hasWorked || (final?.code === "unauthorized" && context.login.accepted);
        if (final && !isKnown) throw final;
        failures++;
        delays = final?.code === "unauthorized" ? { ...refusalBackoff, ...backoff } : backoff;
        outages.reportFailure(describeFailure(error, url));
      }
      await sleep(backoffDelay(failures, delays), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    removeListener?.();
  }
}
