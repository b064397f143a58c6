/** Loads the native binding of libjpeg-turbo. */
import { createRequire } from "node:module";

/** Loads the binding. Returns `undefined` where it is not installed or has no binary for this machine. */
export function loadJpegTurbo(): JpegTurboBinding | undefined {
  const require = createRequire(import.meta.url);
  try {
    return require("@julusian/jpeg-turbo") as JpegTurboBinding;
  } catch {
    return undefined;
  }
}

/** The used part of `@julusian/jpeg-turbo`, whose own types exist only where it is installed. */
export interface JpegTurboBinding {
  readonly FORMAT_RGB: number;
  readonly FORMAT_BGR: number;
  readonly FORMAT_RGBX: number;
  readonly SAMP_420: number;
  /** Most bytes that a JPEG of this size can take. */
  bufferSize(options: { width: number; height: number; subsampling: number }): number;
  /** Works on libuv's threads. Returns the part of `target` that it wrote. */
  compress(
    pixels: Uint8Array,
    target: Buffer,
    options: { format: number; width: number; height: number; subsampling: number; quality: number },
  ): Promise<Buffer>;
  /** Works on libuv's threads. Rejects also where libjpeg-turbo only warns, as for truncated data. */
  decompress(
    image: Uint8Array,
    target: Buffer,
    options: { format: number },
  ): Promise<{ readonly width: number; readonly height: number }>;
}
