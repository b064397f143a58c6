/** What ffmpeg reads. */
import type { DeviceKind } from "../process/explain-failure.ts";

/** What is requested of a device that can be configured. */
export interface InputOptions {
  /** Pixels per row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Frames per second. */
  readonly fps: number;
  /** Restarts a file at its end. */
  readonly loop: boolean;
  /** The platform, which decides the arguments. */
  readonly platform: NodeJS.Platform;
}

/** An input of ffmpeg. */
export interface Input {
  readonly kind: DeviceKind;
  /** Name in messages, without secrets. */
  readonly label: string;
  /** It can be read faster than real time, so this package paces it. */
  readonly needsPacing: boolean;
  /** Its frames may be JPEGs. */
  readonly mayBeJpeg: boolean;
  /** The format of its frames, where it is known in advance. */
  readonly format?: string;
  /** Returns the arguments up to and including `-i`, for its own bytes (`passthrough`) or for pixels. */
  args(passthrough: boolean): readonly string[];
}
