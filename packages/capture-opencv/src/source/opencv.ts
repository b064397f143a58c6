import { type Backoff, SourceError } from "@framewire/capture";
import { createOutageLog } from "@framewire/capture/source-kit";
import { backoffDelay, type Logger, onAbort, type Source, silent, sleep, type VideoFrame } from "@framewire/media";
import type { OpenedDevice } from "../reader/message.ts";
import { type Device, parseDevice } from "./device.ts";
import { type ReadOptions, readDevice } from "./read-device.ts";
import { requireDevice } from "./require-device.ts";

/** What {@link opencv} takes besides the device. */
export interface OpenCVOptions {
  /** Pixels in a row that a webcam is asked for. What it makes of that is up to the webcam; `describe()` says it. */
  readonly width?: number;
  /** Rows that a webcam is asked for. */
  readonly height?: number;
  /** Frames per second that a webcam is asked for. */
  readonly fps?: number;
  /**
   * Format that a webcam is asked for, four characters. Default `"MJPG"`: most send large pictures at a good rate in
   * no other. `"any"` leaves it to the webcam.
   */
  readonly fourcc?: string;
  /** Begin a file again at its end. Default false. */
  readonly loop?: boolean;
  /** Milliseconds in which a device is opened; after that it is tried anew. Default 10000. A warning comes after 3000. */
  readonly openTimeout?: number;
  /** Milliseconds without a picture, after which a device that is open counts as dead, and is opened anew. Default 3000. */
  readonly stallTimeout?: number;
  /** Bounds of the waits between attempts, in milliseconds; they double, and vary by half. Default 250 to 5000. */
  readonly backoff?: Backoff;
  /** Told how the device was opened, and when it goes and comes back. Default: nobody. */
  readonly log?: Logger;
}

/** What is known of a device. All but the first and the last is what OpenCV read back when it was last opened. */
export interface OpenCVDescription {
  /** The device for people: no name and password. */
  readonly device: string;
  /** Pixels in a row. */
  readonly width?: number;
  /** Number of rows. */
  readonly height?: number;
  /** Frames a second, where the device says it. */
  readonly fps?: number;
  /** What the device itself gives, such as `"MJPG"`; `"BGR"`, the frames' own layout, where it does not say. */
  readonly format?: string;
  /** The frames are pixels, which OpenCV made. */
  readonly passthrough: false;
}

/** A source that says what it reads. */
export interface OpenCVSource extends Source<VideoFrame> {
  /** The device, and how it was opened. */
  describe(): OpenCVDescription;
}

/**
 * Reads whatever OpenCV opens: a webcam by number (`0`) or path (`/dev/video0`), a file, an address (`rtsp://…`,
 * `http://…`), a pipeline of GStreamer's. Frames are pixels, `BGR`.
 *
 * A process of its own does the reading: opening and reading in OpenCV block, and only the end of a process stops
 * them. So the abort of the signal ends the iteration at once in whatever state the device is.
 *
 * `timestamp` is when OpenCV had read the picture; what the camera itself takes is not in it. A file comes at its own
 * rate, with timestamps as far apart as its pictures. `sequence` counts over the life of the source. At most two
 * pictures are held, so a reader that is slower than the device gets older pictures; `share` of `@framewire/media`
 * between gives it the newest.
 *
 * When a device goes away the iteration goes on: it warns through `log`, and tries with growing waits until the device is
 * back. A file ends the iteration at its end, unless it loops.
 *
 * The loop throws {@link SourceError} with code `program` when OpenCV is not built here (the message is the command that
 * builds it) or when there is no such file, and with code `format` when a file is not one that OpenCV reads.
 *
 * @throws SourceError (`usage`) at once when the device cannot be the name of anything, or an option makes no sense.
 */
export function opencv(device: number | string, options: OpenCVOptions = {}): OpenCVSource {
  const target = parseDevice(device);
  const { log = silent, backoff } = options;
  const settings = checked(options);
  let opened: OpenedDevice | undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  const source: Source<VideoFrame> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const own = new AbortController();
      const frames = read(own, signal);
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
  let next = 0;

  async function* read(own: AbortController, outer?: AbortSignal): AsyncGenerator<VideoFrame, void, undefined> {
    const forget = outer ? onAbort(outer, () => own.abort()) : undefined;
    const { signal } = own;
    const outages = createOutageLog(log, target.shown, "");
    let failures = 0;
    let last = 0;
    try {
      requireDevice(target);
      while (!signal.aborted) {
        try {
          for await (const event of readDevice(target, settings, { signal, log })) {
            if (event.kind === "opened") {
              opened = event.opened;
              log.info(openedLine(target, event.opened));
              continue;
            }
            outages.working();
            failures = 0;
            last = Math.max(last + 1, event.timestamp);
            const { width, height, data } = event;
            size = { width, height };
            yield { format: "BGR", sequence: next++, timestamp: last, width, height, data };
            if (signal.aborted) return;
          }
          return;
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof SourceError) throw error;
          outages.failed(error instanceof Error ? error.message : String(error));
        }
        await sleep(backoffDelay(++failures, backoff), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      forget?.();
    }
  }

  return Object.assign(source, { describe: () => describe(target, opened, size) });
}

function describe({ shown }: Device, opened?: OpenedDevice, size: Partial<OpenedDevice> = {}): OpenCVDescription {
  if (!opened) return { device: shown, passthrough: false };
  const { width, height, fps, fourcc } = { ...opened, ...size };
  return { device: shown, width, height, ...(fps > 0 ? { fps } : {}), format: fourcc ?? "BGR", passthrough: false };
}

function checked({ width, height, fps, fourcc = "MJPG", loop = false, ...rest }: OpenCVOptions): ReadOptions {
  const { openTimeout = 10_000, stallTimeout = 3000 } = rest;
  for (const [name, value] of Object.entries({ width, height, fps, openTimeout, stallTimeout })) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new SourceError("usage", `The ${name} asked of OpenCV is ${value}; give a number above 0.`);
    }
  }
  if (fourcc !== "any" && !/^[\x21-\x7e]{4}$/.test(fourcc)) {
    throw new SourceError("usage", "The format asked of a webcam has four characters, such as MJPG or YUYV.");
  }
  return { width, height, fps, fourcc: fourcc === "any" ? undefined : fourcc, loop, openTimeout, stallTimeout };
}

function openedLine({ shown, camera }: Device, { width, height, fps, fourcc }: OpenedDevice): string {
  const rate = fps > 0 ? ` at ${Math.round(100 * fps) / 100} fps` : "";
  return `OpenCV ${camera ? "set" : "opened"} ${shown} to ${width}x${height}${rate}${fourcc ? `, ${fourcc}` : ""}.`;
}
