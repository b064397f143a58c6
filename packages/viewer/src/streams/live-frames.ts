import { abortable, type EncodedFrame, type Logger, now, type Source, silent } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { problemOfSize } from "./check-frame-size.ts";

/** How {@link liveFrames} works. */
export interface LiveFramesOptions {
  /** Told, once, when a picture is left out because it claims too much. */
  readonly log?: Logger;
}

/** How long a comparison of the clocks is good for, in microseconds: clocks drift apart by less than 0.1 ms in it. */
const clockGoodFor = 1_000_000;

/**
 * A connection's frames for whoever looks now, as a viewer takes them: with all times on this machine's clock, and
 * without a level, which belongs to the way that they came. As long as the two clocks are not compared, within the first
 * round trip, a frame counts as captured when it came. For one reader at a time. While nobody reads, the peer is told
 * that nobody looks; what lay there when somebody looks again is left out, and so is a picture whose decoding would take
 * more memory than a picture may.
 */
export function liveFrames(connection: Connection, { log = silent }: LiveFramesOptions = {}): Source<EncodedFrame> {
  let told = false;
  let offset: number | undefined;
  let offsetFrom = Number.NEGATIVE_INFINITY;

  function localise(frame: EncodedFrame): EncodedFrame {
    const at = now();
    if (offset === undefined || at - offsetFrom > clockGoodFor) {
      offset = connection.stats().clockOffsetUs;
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

  function leftOut({ sequence }: EncodedFrame, problem: string): void {
    if (told) return;
    told = true;
    const { remote, remoteAddress } = connection;
    log.warn(`Picture ${sequence} of ${remote.name || remoteAddress} is not shown: ${problem}`);
  }

  return async function* ({ signal = connection.signal } = {}) {
    const since = now();
    for await (const frame of abortable(connection.frames, signal)) {
      if ((frame.times?.received ?? since) < since) continue;
      const problem = problemOfSize(frame);
      if (problem === undefined) yield localise(frame);
      else leftOut(frame, problem);
    }
  };
}
