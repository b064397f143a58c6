/** A connection's frames as a source for a viewer. */

import { abortable, type EncodedFrame, type Logger, now, type Source, silent } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { frameSizeProblem } from "./check-frame-size.ts";

/** Options of {@link liveFrames}. */
export interface LiveFramesOptions {
  /** Receives one warning when a frame is not shown because its size is wrong. */
  readonly log?: Logger;
}

/** How long one reading of the clock offset is used, in microseconds: clocks drift apart by less than 0.1 ms in it. */
const offsetMaxAge = 1_000_000;

/**
 * Makes a source of a connection's frames, for one reader at a time. All times are on this machine's clock; until the
 * first round trip has compared the two clocks, a frame counts as captured when it arrived. Frames have no `level`,
 * which belongs to the connection that carried them. The peer sends only while the source is open. Frames that arrived
 * before it was opened are skipped, and so are frames whose size is wrong.
 */
export function liveFrames(connection: Connection, { log = silent }: LiveFramesOptions = {}): Source<EncodedFrame> {
  let warned = false;
  let offset: number | undefined;
  let offsetReadAt = Number.NEGATIVE_INFINITY;

  function toLocalClock(frame: EncodedFrame): EncodedFrame {
    const at = now();
    if (offset === undefined || at - offsetReadAt > offsetMaxAge) {
      offset = connection.stats().clockOffsetUs;
      offsetReadAt = at;
    }
    const { level: _, times: { acquired, encoded, queued, sent, received } = {}, timestamp, ...rest } = frame;
    const known = offset;
    const arrived = received ?? at;
    const shift = (time: number | undefined): number | undefined =>
      known === undefined || time === undefined ? undefined : Math.round(time - known);
    return {
      ...rest,
      // A peer's clock may be wrong: no frame was captured after it arrived.
      timestamp: Math.min(shift(timestamp) ?? arrived, arrived),
      times: {
        acquired: shift(acquired),
        encoded: shift(encoded),
        queued: shift(queued),
        sent: shift(sent),
        received,
      },
    };
  }

  function warn({ sequence }: EncodedFrame, problem: string): void {
    if (warned) return;
    warned = true;
    const { remote, remoteAddress } = connection;
    log.warn(`Frame ${sequence} of ${remote.name || remoteAddress} is not shown: ${problem}`);
  }

  return async function* ({ signal = connection.signal } = {}) {
    const openedAt = now();
    for await (const frame of abortable(connection.frames, signal)) {
      if ((frame.times?.received ?? openedAt) < openedAt) continue;
      const problem = frameSizeProblem(frame);
      if (problem === undefined) yield toLocalClock(frame);
      else warn(frame, problem);
    }
  };
}
