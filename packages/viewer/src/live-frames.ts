import { abortable, type EncodedFrame, now, type Source } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** A peer's pictures as a viewer takes them. */
export interface LiveFrames {
  /**
   * The connection's frames for whoever looks now: with all times on this machine's clock, and without a level, which
   * belongs to the way that they came. For one reader at a time. While nobody reads, the peer is told that nobody
   * looks; what lay there when somebody looks again is left out.
   */
  readonly frames: Source<EncodedFrame>;
  /** `connection.mark` for one of these frames. */
  mark(frame: EncodedFrame, stage: "decoded" | "shown"): void;
}

/** How long a comparison of the clocks is good for, in microseconds: clocks drift apart by less than 0.1 ms in it. */
const clockGoodFor = 1_000_000;

/**
 * Reads a connection for a viewer, which wants the times of its frames on this machine's clock. As long as the two
 * clocks are not compared, within the first round trip, a frame counts as captured when it came.
 */
export function liveFrames(connection: Connection): LiveFrames {
  const originals = new WeakMap<EncodedFrame, EncodedFrame>();
  let offset: number | undefined;
  let offsetFrom = Number.NEGATIVE_INFINITY;

  function localise(frame: EncodedFrame): EncodedFrame {
    const at = now();
    if (offset === undefined || at - offsetFrom > clockGoodFor) {
      offset = connection.stats().clockOffset;
      offsetFrom = at;
    }
    const { level: _, times: { encoded, queued, sent, received } = {}, timestamp, ...rest } = frame;
    const known = offset;
    const shift = (time: number | undefined): number | undefined =>
      known === undefined || time === undefined ? undefined : Math.round(time - known);
    return {
      ...rest,
      timestamp: shift(timestamp) ?? received ?? at,
      times: { encoded: shift(encoded), queued: shift(queued), sent: shift(sent), received },
    };
  }

  return {
    async *frames({ signal = connection.signal } = {}) {
      const since = now();
      for await (const frame of abortable(connection.frames, signal)) {
        if ((frame.times?.received ?? since) < since) continue;
        const local = localise(frame);
        originals.set(local, frame);
        yield local;
      }
    },
    mark(frame, stage) {
      const original = originals.get(frame);
      if (original) connection.mark(original, stage);
    },
  };
}
