import type { FrameTimes } from "@framewire/media";

/** What a contestant's receiver says, one JSON object a line. Times are microseconds of CLOCK_MONOTONIC. */
export type Received = Opened | ReceivedPicture | Closed;

/** It has connected. */
interface Opened {
  readonly event: "opened";
  readonly at: number;
}

/** A picture came whole. */
export interface ReceivedPicture {
  readonly event: "picture";
  readonly at: number;
  readonly bytes: number;
  /** Both from the stamp in the picture; absent where it was encoded anew. */
  readonly number?: number;
  readonly captured?: number;
  /** Framewire's own: microseconds on the server's `now()`. */
  readonly timestamp?: number;
  readonly level?: number;
  readonly width?: number;
  readonly height?: number;
  readonly times?: FrameTimes;
}

/** Its connection has ended. */
interface Closed {
  readonly event: "closed";
  readonly at: number;
  readonly by: string;
  readonly code: string;
}
