import { type EncodedFrame, isEncoded, type Logger, type VideoFrame } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { jpegQuality } from "../jpeg/estimate-quality.ts";
import type { Pictures } from "./decode-cache.ts";
import type { Level } from "./ladder.ts";
import { type Lane, type LaneCounts, openLane } from "./rendition-encoder.ts";
import { levelBelow } from "./resolve-level.ts";
import type { Arrival } from "./source-frame.ts";
import type { Outlet } from "./subscriber.ts";

/** A lane that nobody used for so many frames of the source is closed: one second of most cameras. */
const idleFrames = 30;

/** How far the quality of a camera's JPEGs may drift before the encoders of the lower levels are made anew. */
const drift = 5;

/** What {@link createLanes} works with. */
export interface LanesOptions {
  readonly levels: readonly Level[];
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
  readonly pictures: Pictures;
  /** Where the frames of one codec and level are counted. */
  countsOf(codec: Codec, level: number): LaneCounts;
}

/** The encoders in use: one for each codec and level that somebody wants. */
export interface Lanes {
  /** Has the frame encoded for the outlet as well, with the next {@link Lanes.put}. */
  want(arrival: Arrival, outlet: Outlet, encoding: { readonly codec: Codec; readonly level: number }): void;
  /** Some may be at work. */
  readonly some: boolean;
  /** Sets the encoders that are wanted to work on the frame, and closes those that were not for a while. */
  put(arrival: Arrival): void;
  /** Closes them all, and waits for those that were closed before. */
  close(): Promise<void>;
}

interface OpenLane extends Lane {
  /** The quality of the source's own pictures when it was opened, where they are encoded and say it. */
  readonly own: number | undefined;
}

/** Makes {@link Lanes}, none of which is open. */
export function createLanes({ levels, signal, log, pictures, countsOf }: LanesOptions): Lanes {
  const open = new Map<Codec, (OpenLane | undefined)[]>();
  const closing = new Set<Promise<void>>();
  /** Read from a frame once, not for each outlet. */
  let measured: { readonly order: number; readonly own: number | undefined } | undefined;

  function laneFor(arrival: Arrival, codec: Codec, level: number): Lane {
    let lanes = open.get(codec);
    if (!lanes) {
      lanes = [];
      open.set(codec, lanes);
    }
    const own = level === 0 ? undefined : ownQuality(arrival);
    const lane = lanes[level];
    if (lane && Math.abs((lane.own ?? 0) - (own ?? 0)) <= drift) return lane;
    if (lane) close(lane);
    const opened = { ...openLaneAt(codec, level, own), own };
    lanes[level] = opened;
    return opened;
  }

  function openLaneAt(codec: Codec, level: number, own: number | undefined): Lane {
    const [first, wanted] = [levels[0], levels[level]] as [Level, Level];
    const { quality, scale } = own === undefined ? wanted : levelBelow(own, first, wanted);
    return openLane({ codec, level, quality, scale, signal, log, pictures, counts: countsOf(codec, level) });
  }

  function ownQuality({ order, frame }: Arrival): number | undefined {
    if (measured?.order !== order) measured = { order, own: qualityOf(frame) };
    return measured.own;
  }

  function close(lane: Lane): void {
    const closed = lane.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    want(arrival, outlet, { codec, level }) {
      outlet.inWork.push(arrival.order);
      laneFor(arrival, codec, level).want(outlet);
    },
    get some() {
      return open.size > 0;
    },
    put(arrival) {
      for (const lanes of open.values()) {
        for (const [level, lane] of lanes.entries()) {
          if (!lane) continue;
          lane.put(arrival);
          if (arrival.order - lane.lastUsed() < idleFrames) continue;
          lanes[level] = undefined;
          close(lane);
        }
      }
    },
    async close() {
      for (const lanes of open.values()) for (const lane of lanes) if (lane) close(lane);
      open.clear();
      await Promise.all(closing);
    },
  };
}

function qualityOf(frame: VideoFrame | EncodedFrame): number | undefined {
  return isEncoded(frame) && frame.codec === "jpeg" ? jpegQuality(frame.data) : undefined;
}
