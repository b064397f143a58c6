/** The source that reads an MJPEG camera over HTTP. */
import {
  type Backoff,
  type EncodedFrame,
  type Logger,
  onAbort,
  type Source,
  type SourceDescription,
  silent,
} from "@framewire/media";
import { SourceError } from "../source-error.ts";
import { createOutageLog } from "../source-kit/outage-log.ts";
import { createPatience } from "../source-kit/patience.ts";
import { redactUrl } from "../source-kit/redact-address.ts";
import { parseCameraAddress } from "./http/camera-address.ts";
import { parseFingerprint } from "./http/fingerprint.ts";
import { type CameraState, readCamera } from "./read-camera.ts";

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
 * A camera whose connection lives is not lost, however seldom it sends: a silent connection stays open beside the next
 * one until one of them brings a frame. When the camera disappears the iteration continues: it logs a warning and
 * retries with backoff until the camera is back. Before the first frame the loop throws {@link SourceError} where a
 * retry cannot help: the name and password or the certificate are refused, or the response is not an MJPEG stream.
 * Afterwards nothing that a camera answers is final: it may be starting up.
 *
 * @throws SourceError (`usage`) immediately where the address or the fingerprint is invalid.
 */
export function mjpeg(address: string | URL, options: MjpegOptions = {}): Source<EncodedFrame> {
  const camera = parseCameraAddress(address);
  const {
    openTimeoutMs = 15_000,
    stallTimeoutMs = 5000,
    maxFrameBytes = 16 * 1024 * 1024,
    backoff,
    log = silent,
    insecure = false,
  } = options;
  const fingerprint = options.fingerprint === undefined ? undefined : parseFingerprint(options.fingerprint);
  if (fingerprint !== undefined && camera.url.protocol !== "https:") {
    throw new SourceError(
      "usage",
      `A certificate was named for ${redactUrl(camera.url)}, but only https:// has certificates. Use https:// or leave it out.`,
    );
  }
  const state: SourceState = {
    context: { camera, trust: { fingerprint, insecure, zone: camera.zone }, login: {} },
    stream: { stallTimeoutMs, maxFrameBytes },
    patience: createPatience({ openTimeoutMs, stallTimeoutMs }),
    backoff,
    log,
    outages: createOutageLog(log, camera.label),
    hasWorked: false,
    nextSequence: 0,
    description: { device: camera.label, format: "JPEG", passthrough: true },
  };
  const source: Source<EncodedFrame> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const iteration = new AbortController();
      const frames = readFrames(state, iteration, signal);
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
  /**
   * Time for the first frame of a connection, in milliseconds. Doubles after each attempt on which nothing came, up to two
   * minutes. Default 15000.
   */
  readonly openTimeoutMs?: number;
  /**
   * Time without a byte after a frame, in milliseconds, after which another connection is opened beside the silent one; at
   * least three times the camera's own interval. Default 5000.
   */
  readonly stallTimeoutMs?: number;
  /** Largest frame, in bytes; larger ones are skipped and not stored. Default 16 MiB. */
  readonly maxFrameBytes?: number;
  /** Delay between attempts to connect. Default 250 to 5000 ms. */
  readonly backoff?: Backoff;
  /** Receives outages and damaged frames. Default: silent. */
  readonly log?: Logger;
}

/** The state of one source, common to all its iterations. */
interface SourceState extends CameraState {
  /** The next unused sequence number. */
  nextSequence: number;
  description: SourceDescription;
}

async function* readFrames(
  state: SourceState,
  iteration: AbortController,
  outerSignal: AbortSignal | undefined,
): AsyncGenerator<EncodedFrame, void, undefined> {
  const { outages } = state;
  const { signal } = iteration;
  const removeListener = outerSignal ? onAbort(outerSignal, () => iteration.abort()) : undefined;
  let sequence = state.nextSequence;

  function takeSequence(): number {
    const number = sequence++;
    state.nextSequence = Math.max(state.nextSequence, sequence);
    return number;
  }

  try {
    for await (const event of readCamera(state, signal)) {
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
      const { image, timestamp } = event;
      const { width, height } = image;
      if (width !== state.description.width || height !== state.description.height) {
        state.description = { ...state.description, width, height };
      }
      yield { codec: "jpeg", type: "key", sequence: takeSequence(), timestamp, ...image };
      if (signal.aborted) return;
    }
  } finally {
    removeListener?.();
  }
}
