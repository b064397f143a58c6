import { type EncodedFrame, isEncoded, type Logger, type VideoFrame } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { estimateQuality } from "../jpeg/estimate-quality.ts";
import type { Rendition } from "../ladder/ladder.ts";
import { resolveLevel } from "../ladder/resolve-level.ts";
import type { DecodeCache } from "./decode-cache.ts";
import { createRenditionEncoder, type RenditionCounts, type RenditionEncoder } from "./rendition-encoder.ts";
import type { SourceFrame } from "./source-frame.ts";
import type { Subscriber } from "./subscriber.ts";

/** A lane that nobody used for so many frames of the source is closed: one second of most cameras. */
const idleFrames = 30;

/** How far the quality of a camera's JPEGs may drift before the encoders of the lower levels are made anew. */
const drift = 5;

/** What {@link createRenditionEncoders} works with. */
export interface RenditionEncodersOptions {
  readonly levels: readonly Rendition[];
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
  readonly pictures: DecodeCache;
  /** Where the frames of one codec and level are counted. */
  countsOf(codec: Codec, level: number): RenditionCounts;
}

/** The encoders in use: one for each codec and level that somebody wants. */
export interface RenditionEncoders {
  /** Has the frame encoded for the outlet as well, with the next {@link RenditionEncoders.put}. */
  want(arrival: SourceFrame, outlet: Subscriber, encoding: { readonly codec: Codec; readonly level: number }): void;
  /** Some may be at work. */
  readonly some: boolean;
  /** Sets the encoders that are wanted to work on the frame, and closes those that were not for a while. */
  put(arrival: SourceFrame): void;
  /** Closes them all, and waits for those that were closed before. */
  close(): Promise<void>;
}

interface OpenLane extends RenditionEncoder {
  /** The quality of the source's own pictures when it was opened, where they are encoded and say it. */
  readonly own: number | undefined;
}

/** Makes {@link RenditionEncoders}, none of which is open. */
export function createRenditionEncoders({
  levels,
  signal,
  log,
  pictures,
  countsOf,
}: RenditionEncodersOptions): RenditionEncoders {
  const open = new Map<Codec, (OpenLane | undefined)[]>();
  const closing = new Set<Promise<void>>();
  /** Read from a frame once, not for each outlet. */
  let measured: { readonly order: number; readonly own: number | undefined } | undefined;

  function laneFor(arrival: SourceFrame, codec: Codec, level: number): RenditionEncoder {
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

  function openLaneAt(codec: Codec, level: number, own: number | undefined): RenditionEncoder {
    const [first, wanted] = [levels[0], levels[level]] as [Rendition, Rendition];
    const { quality, scale } = own === undefined ? wanted : resolveLevel(own, first, wanted);
    return createRenditionEncoder({
      codec,
      level,
      quality,
      scale,
      signal,
      log,
      pictures,
      counts: countsOf(codec, level),
    });
  }

  function ownQuality({ order, frame }: SourceFrame): number | undefined {
    if (measured?.order !== order) measured = { order, own: qualityOf(frame) };
    return measured.own;
  }

  function close(lane: RenditionEncoder): void {
    const closed = lane.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    want(arrival, outlet, { codec, level }) {
      outlet.pending.push(arrival.order);
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
  return isEncoded(frame) && frame.codec === "jpeg" ? estimateQuality(frame.data) : undefined;
}
