/** How long a camera may be silent before it is opened again, as learned from the camera. */

/**
 * Creates the patience with one camera. It lasts over the camera's connections.
 *
 * The first frame of a connection may take `openTimeoutMs`, and twice the time after each attempt on which nothing came, up to
 * two minutes. Afterwards a silence of `stallTimeoutMs`, or of three times the longest silence that a frame has ended lately,
 * is usual for the camera. Where opening it again brings frames and then silence again, the camera sends only changes: the
 * patience doubles each time, up to ten minutes.
 */
export function createPatience({ openTimeoutMs = 15_000, stallTimeoutMs }: PatienceOptions): Patience {
  let failures = 0;
  /** The longest silence that a frame has ended lately, in milliseconds; `undefined` where no second frame has come yet. */
  let longestMs: number | undefined;
  /** Frames of this connection. */
  let frames = 0;

  return {
    get firstFrameMs() {
      return Math.min(openTimeoutMs * 2 ** Math.min(failures, 10), Math.max(openTimeoutMs, maxFirstFrameMs));
    },
    get silenceMs() {
      if (longestMs === undefined) return Math.max(stallTimeoutMs, this.firstFrameMs);
      return Math.max(stallTimeoutMs, Math.min(3 * longestMs, maxSilenceMs));
    },
    noteOpened() {
      frames = 0;
    },
    noteFrame(waitedMs) {
      failures = 0;
      if (frames++ > 0) longestMs = Math.max(waitedMs, (longestMs ?? 0) * decay);
    },
    noteInterval(ms) {
      failures = 0;
      longestMs = Math.max(ms, longestMs ?? 0);
    },
    noteSilence() {
      if (frames === 0) failures++;
      else longestMs = Math.max(longestMs ?? 0, (2 * this.silenceMs) / 3);
    },
  };
}

/** Options of {@link createPatience}. */
export interface PatienceOptions {
  /** Patience for the first frame of the first attempt, in milliseconds. Default 15000. */
  readonly openTimeoutMs?: number | undefined;
  /** Shortest patience after a frame, in milliseconds. */
  readonly stallTimeoutMs: number;
}

/** The patience with one camera. */
export interface Patience {
  /** Time for the first frame of a connection, in milliseconds. */
  readonly firstFrameMs: number;
  /** Usual time without a byte after a frame, in milliseconds. */
  readonly silenceMs: number;
  /** A new connection is read from now on. */
  noteOpened(): void;
  /** A frame has arrived after a wait of `waitedMs` milliseconds. Time in which nobody waited does not count. */
  noteFrame(waitedMs: number): void;
  /** A connection that was given up has brought a frame after `ms` milliseconds. */
  noteInterval(ms: number): void;
  /** The patience with the connection was exceeded. */
  noteSilence(): void;
}

const maxFirstFrameMs = 120_000;
const maxSilenceMs = 600_000;
/** A single long silence is forgotten after some hundred frames. */
const decay = 0.98;
