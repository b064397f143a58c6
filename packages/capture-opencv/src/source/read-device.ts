import { SourceError } from "@framewire/capture";
import { createFilePace, type FilePace } from "@framewire/capture/source-kit";
import { type Logger, now, onAbort } from "@framewire/media";
import { within } from "../process/with-timeout.ts";
import type { Message, OpenedDevice, ReaderSettings } from "../reader/message.ts";
import { startReader } from "../reader/reader-process.ts";
import { type Device, withoutSecrets } from "./device.ts";
import { whyNot } from "./explain-open-failure.ts";

/** What a device is asked for, and how long it may take. */
export interface ReadOptions extends Omit<ReaderSettings, "device" | "camera"> {
  readonly openTimeout: number;
  readonly stallTimeout: number;
}

/** What comes of one attempt to read a device. */
export type ReadEvent =
  | { readonly kind: "opened"; readonly opened: OpenedDevice }
  | {
      readonly kind: "picture";
      /** In microseconds of `now()`. */
      readonly timestamp: number;
      readonly width: number;
      readonly height: number;
      readonly data: Uint8Array;
    };

/** After so long people are told that a device is still not open. */
const noticeMs = 3000;

/** Rate of a file that names none. */
const usualFps = 25;

/**
 * Opens and reads a device once, until it ends or the signal aborts. Throws an error whose message is the end of a
 * sentence where that fails, and a SourceError where another attempt would fail as well.
 */
export async function* readDevice(
  device: Device,
  { openTimeout, stallTimeout, ...asked }: ReadOptions,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): AsyncGenerator<ReadEvent, void, undefined> {
  const reader = startReader({ device: device.open, camera: device.camera, ...asked }, (line) =>
    log.debug(`OpenCV: ${withoutSecrets(line)}`),
  );
  const forget = onAbort(signal, () => void reader.close());
  const notice = setTimeout(() => {
    log.warn(`${device.shown} has not opened within ${noticeMs / 1000} s. Waiting for it.`);
  }, noticeMs);
  const messages = reader.messages[Symbol.asyncIterator]();
  let pace: FilePace | undefined;
  /** Of a file: how far apart its pictures are, in microseconds, and how many there were. */
  let period = 0;
  let count = 0;

  async function next(): Promise<Message> {
    const late = () =>
      new Error(
        pace === undefined && !open
          ? `it has not opened within ${openTimeout / 1000} s`
          : `it has given no picture for ${stallTimeout / 1000} s`,
      );
    const result = await within(messages.next(), open ? stallTimeout : openTimeout, late);
    if (result.done) throw new Error("the process that reads it through OpenCV has ended");
    return result.value;
  }

  let open = false;
  try {
    for (;;) {
      const message = await next();
      if (signal.aborted || message.kind === "end") return;
      if (message.kind === "failed") {
        if (message.final) throw new SourceError("format", message.reason);
        if (device.file !== undefined) throw new SourceError("format", `${device.shown}: ${message.reason}.`);
        throw new Error(open ? message.reason : await whyNot(device, message.reason));
      }
      if (message.kind === "opened") {
        open = true;
        clearTimeout(notice);
        if (message.opened.finite) pace = createFilePace();
        period = 1e6 / (message.opened.fps || usualFps);
        yield message;
        continue;
      }
      const { time, ...picture } = message;
      const age = Number(process.hrtime.bigint() / 1000n) - time;
      const timestamp = pace ? Math.round(await pace(count++ * period, signal)) : now() - Math.max(0, age);
      if (signal.aborted) return;
      yield { ...picture, timestamp };
    }
  } finally {
    clearTimeout(notice);
    forget();
    await reader.close();
  }
}
