import type { DeviceKind } from "../process/explain-failure.ts";

/** What is asked of a device, for those that can be asked. */
export interface InputOptions {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Frames a second. */
  readonly fps: number;
  /** Begin a file anew at its end. */
  readonly loop: boolean;
  /** For tests. */
  readonly platform: NodeJS.Platform;
}

/** Something that ffmpeg reads. */
export interface Input {
  readonly kind: DeviceKind;
  /** What people call it, without secrets. */
  readonly shown: string;
  /** Its pictures can be had as fast as they are taken, so it is for us to take them at their own pace. */
  readonly paced: boolean;
  /** It may give JPEGs. */
  readonly mayBeJpeg: boolean;
  /** What it gives, where that is known beforehand. */
  readonly format?: string;
  /** The arguments up to and with `-i`, for its own bytes or for pixels. */
  args(passthrough: boolean): readonly string[];
}
