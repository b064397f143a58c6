/** One attempt to read a device with OpenCV. */
import { SourceError } from "@framewire/capture";
import { createFilePace, type FilePace } from "@framewire/capture/source-kit";
import { type Logger, now, onAbort } from "@framewire/media";
import { withTimeout } from "../process/with-timeout.ts";
import type { OpenedDevice, ReaderMessage, ReaderSettings } from "../reader/message.ts";
import { startReader } from "../reader/reader-process.ts";
import { type Device, redactOutput } from "./device.ts";
import { explainOpenFailure } from "./explain-open-failure.ts";

/** The settings of a device and its time limits. */
export interface ReadOptions extends Omit<ReaderSettings, "device" | "camera"> {
  readonly openTimeoutMs: number;
  readonly stallTimeoutMs: number;
}

/** What {@link readDevice} yields. */
export type ReadEvent =
  | { readonly kind: "opened"; readonly opened: OpenedDevice }
  | {
      readonly kind: "frame";
      /** In microseconds of `now()`. */
      readonly timestamp: number;
      readonly width: number;
      readonly height: number;
      readonly data: Uint8Array;
    };

/** Time after which a warning is logged that the device has not opened, in milliseconds. */
const noticeMs = 3000;

/** Rate of a file without a rate. */
const defaultFps = 25;

/**
 * Opens and reads a device once, until it ends or the signal aborts. Throws an error whose message is the end of a
 * sentence, or a SourceError where a retry cannot help.
 */
export async function* readDevice(
  device: Device,
  { openTimeoutMs, stallTimeoutMs, ...settings }: ReadOptions,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): AsyncGenerator<ReadEvent, void, undefined> {
  const reader = startReader({ device: device.open, camera: device.camera, ...settings }, (line) =>
    log.debug(`OpenCV: ${redactOutput(line, device)}`),
  );
  const removeListener = onAbort(signal, () => void reader.close());
  const notice = setTimeout(() => {
    log.warn(`${device.label} has not opened within ${noticeMs / 1000} s. Waiting for it.`);
  }, noticeMs);
  const messages = reader.messages[Symbol.asyncIterator]();
  let pace: FilePace | undefined;
  /** Of a file: the interval between frames in microseconds, and the number of frames. */
  let period = 0;
  let count = 0;

  async function next(): Promise<ReaderMessage> {
    const timeoutError = () =>
      new Error(
        pace === undefined && !isOpen
          ? `it has not opened within ${openTimeoutMs / 1000} s`
          : `it has delivered no frame for ${stallTimeoutMs / 1000} s`,
      );
    const result = await withTimeout(messages.next(), isOpen ? stallTimeoutMs : openTimeoutMs, timeoutError);
    if (result.done) throw new Error("the OpenCV reader process has ended");
    return result.value;
  }

  let isOpen = false;
  try {
    for (;;) {
      const message = await next();
      if (signal.aborted || message.kind === "end") return;
      if (message.kind === "failed") {
        if (message.final) throw new SourceError("format", message.reason);
        if (device.file !== undefined) throw new SourceError("format", `${device.label}: ${message.reason}.`);
        throw new Error(isOpen ? message.reason : await explainOpenFailure(device, message.reason));
      }
      if (message.kind === "opened") {
        isOpen = true;
        clearTimeout(notice);
        if (message.opened.finite) pace = createFilePace();
        period = 1e6 / (message.opened.fps || defaultFps);
        yield message;
        continue;
      }
      const { time, ...image } = message;
      const age = Number(process.hrtime.bigint() / 1000n) - time;
      const timestamp = pace ? Math.round(await pace(count++ * period, signal)) : now() - Math.max(0, age);
      if (signal.aborted) return;
      yield { ...image, timestamp };
    }
  } finally {
    clearTimeout(notice);
    removeListener();
    await reader.close();
  }
}
