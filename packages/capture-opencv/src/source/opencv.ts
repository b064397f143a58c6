/** The source that reads devices with OpenCV. */
import { type Backoff, SourceError } from "@framewire/capture";
import { createOutageLog } from "@framewire/capture/source-kit";
import { backoffDelay, type Logger, onAbort, type Source, silent, sleep, type VideoFrame } from "@framewire/media";
import type { OpenedDevice } from "../reader/message.ts";
import { type Device, parseDevice } from "./device.ts";
import { type ReadOptions, readDevice } from "./read-device.ts";
import { requireDevice } from "./require-device.ts";

/**
 * Reads a device with OpenCV: a webcam by number (`0`) or path (`/dev/video0`), a file, an address (`rtsp://…`,
 * `http://…`), or a GStreamer pipeline. Frames are pixels in `BGR`.
 *
 * A separate process reads the device: OpenCV blocks while it opens and reads, and only the end of a process interrupts
 * it. So an abort of the signal ends the iteration immediately in any state of the device.
 *
 * `timestamp` is when OpenCV has read the frame; the latency of the camera is not included. A file is played in real time.
 * `sequence` counts over the lifetime of the source. At most two frames are buffered, so a slow reader receives older frames;
 * put `latest` of `@framewire/media` between to receive the newest.
 *
 * When a device disappears the iteration continues: it logs a warning and retries with backoff until the device is back. A
 * file ends the iteration at its end, unless it loops.
 *
 * The loop throws {@link SourceError} with code `program` where OpenCV is not built (the message contains the command that
 * builds it), `usage` where the file does not exist, and `format` where OpenCV cannot read the file.
 *
 * @throws SourceError (`usage`) immediately where the device or an option is invalid.
 */
export function opencv(device: number | string, options: OpenCVOptions = {}): OpenCVSource {
  const target = parseDevice(device);
  const { log = silent, backoff } = options;
  const settings = checkedOptions(options);
  const outages = createOutageLog(log, target.label, "");
  let opened: OpenedDevice | undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  const source: Source<VideoFrame> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const iteration = new AbortController();
      const frames = read(iteration, signal);
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
  let nextSequence = 0;

  async function* read(
    iteration: AbortController,
    outerSignal?: AbortSignal,
  ): AsyncGenerator<VideoFrame, void, undefined> {
    const removeListener = outerSignal ? onAbort(outerSignal, () => iteration.abort()) : undefined;
    const { signal } = iteration;
    let failures = 0;
    let lastTimestamp = 0;
    try {
      requireDevice(target);
      while (!signal.aborted) {
        try {
          for await (const event of readDevice(target, settings, { signal, log })) {
            if (event.kind === "opened") {
              opened = event.opened;
              log.info(openedMessage(target, event.opened));
              continue;
            }
            outages.reportFrame();
            failures = 0;
            lastTimestamp = Math.max(lastTimestamp + 1, event.timestamp);
            const { width, height, data } = event;
            size = { width, height };
            yield { format: "BGR", sequence: nextSequence++, timestamp: lastTimestamp, width, height, data };
            if (signal.aborted) return;
          }
          return;
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof SourceError) throw error;
          outages.reportFailure(error instanceof Error ? error.message : String(error));
        }
        await sleep(backoffDelay(++failures, backoff), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      removeListener?.();
    }
  }

  return Object.assign(source, { describe: () => ({ ...describe(target, opened, size), problem: outages.problem }) });
}

/** Options of {@link opencv}. */
export interface OpenCVOptions {
  /** Pixels per row, requested of a webcam. `describe()` returns the size that the webcam has chosen. */
  readonly width?: number;
  /** Rows, requested of a webcam. */
  readonly height?: number;
  /** Frames per second, requested of a webcam. */
  readonly fps?: number;
  /**
   * FourCC of the format that is requested of a webcam. Default `"MJPG"`: most webcams send large frames at a good rate in no
   * other format. `"any"` leaves the choice to the webcam.
   */
  readonly fourcc?: string;
  /** Restarts a file at its end. Default false. */
  readonly loop?: boolean;
  /** Time limit for opening a device, which is then tried again, in milliseconds. Default 10000. A warning is logged after 3000. */
  readonly openTimeoutMs?: number;
  /** Time without a frame after which an open device is opened again, in milliseconds. Default 3000. */
  readonly stallTimeoutMs?: number;
  /** Delay between attempts. Default 250 to 5000 ms. */
  readonly backoff?: Backoff;
  /** Receives how the device was opened, and its outages. Default: silent. */
  readonly log?: Logger;
}

/** What is known of a device. Size, rate and format are those that OpenCV read from the device when it was last opened. */
export interface OpenCVDescription {
  /** The device, without name and password. */
  readonly device: string;
  /** Pixels per row. */
  readonly width?: number;
  /** Rows. */
  readonly height?: number;
  /** Frames per second, where the device reports it. */
  readonly fps?: number;
  /** FourCC of the device's own format, such as `"MJPG"`; `"BGR"` where it is unknown. */
  readonly format?: string;
  /** Always false: OpenCV decodes every frame. */
  readonly passthrough: false;
  /** Why no frames arrive at present, as a sentence. */
  readonly problem?: string | undefined;
}

/** A source that describes its device. */
export interface OpenCVSource extends Source<VideoFrame> {
  /** Returns the device, and how it was opened. */
  describe(): OpenCVDescription;
}

function describe({ label }: Device, opened?: OpenedDevice, size: Partial<OpenedDevice> = {}): OpenCVDescription {
  if (!opened) return { device: label, passthrough: false };
  const { width, height, fps, fourcc } = { ...opened, ...size };
  return { device: label, width, height, ...(fps > 0 ? { fps } : {}), format: fourcc ?? "BGR", passthrough: false };
}

function checkedOptions({ width, height, fps, fourcc = "MJPG", loop = false, ...rest }: OpenCVOptions): ReadOptions {
  const { openTimeoutMs = 10_000, stallTimeoutMs = 3000 } = rest;
  for (const [name, value] of Object.entries({ width, height, fps, openTimeoutMs, stallTimeoutMs })) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new SourceError("usage", `The option ${name} is ${value}; set a number above 0.`);
    }
  }
  if (fourcc !== "any" && !/^[\x21-\x7e]{4}$/.test(fourcc)) {
    throw new SourceError("usage", "The option fourcc has four characters, such as MJPG or YUYV.");
  }
  return { width, height, fps, fourcc: fourcc === "any" ? undefined : fourcc, loop, openTimeoutMs, stallTimeoutMs };
}

function openedMessage({ label, camera }: Device, { width, height, fps, fourcc }: OpenedDevice): string {
  const rate = fps > 0 ? ` at ${Math.round(100 * fps) / 100} fps` : "";
  return `OpenCV ${camera ? "set" : "opened"} ${label} to ${width}x${height}${rate}${fourcc ? `, ${fourcc}` : ""}.`;
}
