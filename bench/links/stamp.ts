/** The number and capture time of a frame, in a comment inside its JPEG, so that every system carries them. */
import type { FrameTimes } from "@framewire/media";

/** The content of the comment. */
export interface Stamp {
  readonly number: number;
  /** Microseconds of CLOCK_MONOTONIC. */
  readonly captured: number;
}

/** A message of a receiver. `at` is in microseconds of CLOCK_MONOTONIC. */
export type ReceiverMessage =
  | { readonly event: "opened"; readonly at: number }
  | ReceivedFrame
  | { readonly event: "closed"; readonly at: number; readonly by: string; readonly code: string };

/** A complete frame. The stamp is absent where the frame was encoded again. */
export interface ReceivedFrame extends Partial<Stamp> {
  readonly event: "frame";
  readonly at: number;
  readonly bytes: number;
  /** Framewire's own: microseconds of the server's `now()`. */
  readonly timestamp?: number;
  readonly level?: number;
  readonly times?: FrameTimes;
}

/** The first bytes of a stamped JPEG: the start marker and the comment. They replace the first two bytes. */
export function stampHead({ number, captured }: Stamp): Buffer {
  const text = `framewire-bench n=${String(number).padStart(10, "0")} t=${String(captured).padStart(16, "0")}`;
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2]), Buffer.from(text, "latin1")]);
}

/** Reads the stamp of a JPEG; undefined where it has none. */
export function readStamp(jpeg: Uint8Array): Stamp | undefined {
  const start = Buffer.from(jpeg.buffer, jpeg.byteOffset, Math.min(jpeg.byteLength, 256)).toString("latin1");
  const [, number, captured] = /framewire-bench n=(\d{10}) t=(\d{16})/.exec(start) ?? [];
  return number && captured ? { number: Number(number), captured: Number(captured) } : undefined;
}
