import { createRequire } from "node:module";

/** As much of `@julusian/jpeg-turbo` as is used: its own types are there only where it is installed. */
export interface JpegTurboBinding {
  readonly FORMAT_RGB: number;
  readonly FORMAT_BGR: number;
  readonly FORMAT_RGBX: number;
  readonly SAMP_420: number;
  /** Bytes that a picture of this size takes at the most. */
  bufferSize(options: { width: number; height: number; subsampling: number }): number;
  /** Works on libuv's threads. Gives the part of `target` that it wrote to. */
  compress(
    pixels: Uint8Array,
    target: Buffer,
    options: { format: number; width: number; height: number; subsampling: number; quality: number },
  ): Promise<Buffer>;
  /** Works on libuv's threads. Rejects also where libjpeg-turbo only warns, as it does of data that is cut short. */
  decompress(
    picture: Uint8Array,
    target: Buffer,
    options: { format: number },
  ): Promise<{ readonly width: number; readonly height: number }>;
}

/** Loads the native library; gives nothing where it is not installed or there is no binary for this machine. */
export function loadJpegTurbo(): JpegTurboBinding | undefined {
  const require = createRequire(import.meta.url);
  try {
    return require("@julusian/jpeg-turbo") as JpegTurboBinding;
  } catch {
    return undefined;
  }
}
