/** The rendition encoders in use: one for each codec and level that a subscriber wants. */
import { type EncodedFrame, isEncoded, type VideoFrame } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { estimateQuality } from "../jpeg/estimate-quality.ts";
import type { Rendition } from "../ladder/ladder.ts";
import { resolveLevel } from "../ladder/resolve-level.ts";
import type { DecodeCache } from "./decode-cache.ts";
import type { FrameProblems } from "./frame-problems.ts";
import type { RenditionCounter } from "./rendition-counts.ts";
import { createRenditionEncoder, type RenditionEncoder, type RenditionRequest } from "./rendition-encoder.ts";
import type { SourceFrame } from "./source-frame.ts";

/** Opens rendition encoders on request, and closes idle ones. */
export interface RenditionEncoders {
  /** Requests the frame in a codec at a level, with the next {@link RenditionEncoders.encode}. */
  request(sourceFrame: SourceFrame, request: RenditionRequest, codec: Codec, level: number): void;
  /** Encodes the frame as requested, and closes the encoders that have been idle for a while. */
  encode(sourceFrame: SourceFrame): void;
  /** Closes all encoders. */
  close(): Promise<void>;
}

/** An encoder is closed after this many frames of the source without a request: one second of most cameras. */
const maxIdleFrames = 30;

/** An encoder below level 0 is reopened when the quality of the source's JPEGs has changed by more than this. */
const maxQualityDrift = 5;

/** Creates the set, with no encoder open. */
export function createRenditionEncoders({
  ladder,
  signal,
  problems,
  decodeCache,
  counter,
}: RenditionEncodersOptions): RenditionEncoders {
  const open = new Map<Codec, (OpenEncoder | undefined)[]>();
  const closing = new Set<Promise<void>>();
  /** The quality of the newest frame, estimated once for all subscribers. */
  let estimate: { readonly order: number; readonly sourceQuality: number | undefined } | undefined;

  function encoderFor(sourceFrame: SourceFrame, codec: Codec, level: number): RenditionEncoder {
    const encoders = open.get(codec) ?? [];
    open.set(codec, encoders);
    const sourceQuality = level === 0 ? undefined : qualityOfSource(sourceFrame);
    const encoder = encoders[level];
    if (encoder && Math.abs((encoder.sourceQuality ?? 0) - (sourceQuality ?? 0)) <= maxQualityDrift) return encoder;
    if (encoder) close(encoder);
    const opened = { ...openEncoder(codec, level, sourceQuality), sourceQuality };
    encoders[level] = opened;
    return opened;
  }

  function openEncoder(codec: Codec, level: number, sourceQuality: number | undefined): RenditionEncoder {
    const [first, wanted] = [ladder[0], ladder[level]] as [Rendition, Rendition];
    const { quality, scale } = sourceQuality === undefined ? wanted : resolveLevel(sourceQuality, first, wanted);
    const counts = counter.of(codec, level);
    return createRenditionEncoder({ codec, level, quality, scale, signal, problems, decodeCache, counts });
  }

  function qualityOfSource({ order, frame }: SourceFrame): number | undefined {
    if (estimate?.order !== order) estimate = { order, sourceQuality: qualityOf(frame) };
    return estimate.sourceQuality;
  }

  function close(encoder: RenditionEncoder): void {
    const closed = encoder.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    request(sourceFrame, request, codec, level) {
      request.subscriber.expect(sourceFrame.order);
      encoderFor(sourceFrame, codec, level).request(request);
    },
    encode(sourceFrame) {
      for (const encoders of open.values()) {
        for (const [level, encoder] of encoders.entries()) {
          if (!encoder) continue;
          encoder.encode(sourceFrame);
          if (sourceFrame.order - encoder.lastRequested() < maxIdleFrames) continue;
          encoders[level] = undefined;
          close(encoder);
        }
      }
    },
    async close() {
      for (const encoders of open.values()) for (const encoder of encoders) if (encoder) close(encoder);
      open.clear();
      await Promise.all(closing);
    },
  };
}

/** Options of {@link createRenditionEncoders}. */
export interface RenditionEncodersOptions {
  readonly ladder: readonly Rendition[];
  /** Aborts when the source is closed. */
  readonly signal: AbortSignal | undefined;
  readonly problems: FrameProblems;
  readonly decodeCache: DecodeCache;
  readonly counter: RenditionCounter;
}

interface OpenEncoder extends RenditionEncoder {
  /** The quality of the source's JPEGs when the encoder was opened, where the source gives JPEGs. */
  readonly sourceQuality: number | undefined;
}

function qualityOf(frame: VideoFrame | EncodedFrame): number | undefined {
  return isEncoded(frame) && frame.codec === "jpeg" ? estimateQuality(frame.data) : undefined;
}
