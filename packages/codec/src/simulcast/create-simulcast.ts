/** Creates a simulcast: frames of one source, encoded for many subscribers. */
import { setMaxListeners } from "node:events";
import {
  type EncodedFrame,
  isEncoded,
  now,
  type SourceDescription,
  share,
  silent,
  type VideoSource,
} from "@framewire/media";
import type { Codec } from "../codec.ts";
import { jpeg } from "../jpeg/jpeg.ts";
import { ladderFrom } from "../ladder/ladder.ts";
import { webp } from "../webp/webp.ts";
import { createDecodeCache } from "./decode-cache.ts";
import { findGroup } from "./find-group.ts";
import { createFrameProblems } from "./frame-problems.ts";
import { cannotTranscode } from "./no-common-codec-error.ts";
import { createRenditionCounter } from "./rendition-counts.ts";
import { createRenditionEncoders, type RenditionEncoders } from "./rendition-encoders.ts";
import type { Simulcast, SimulcastOptions } from "./simulcast.ts";
import type { SourceFrame } from "./source-frame.ts";
import { type Subscriber, type SubscriberGroup, subscribeTo } from "./subscriber.ts";

/**
 * Shares one source among many receivers. The source is open once, and only while there are subscribers. Encoders and
 * decoders are created when the first frame needs them, and shared by all subscribers. An encoder is closed after thirty
 * frames without a subscriber at its level. A slow encoder gets fewer frames, the newest ones; passthrough never waits for
 * an encoder.
 *
 * Throws a `RangeError` where the quality is out of range or the ladder is empty.
 */
export function createSimulcast(
  source: VideoSource,
  codecs: readonly Codec[],
  { quality = 80, ladder = ladderFrom(quality), log = silent }: SimulcastOptions = {},
): Simulcast {
  if (ladder.length === 0) throw new RangeError("The ladder is empty; give at least one rendition.");
  // A camera's JPEGs are decoded also where only WebP is to be sent.
  const codecOf = new Map([jpeg, webp, ...codecs].map((codec) => [codec.name, codec]));
  const groups = new Set<SubscriberGroup>();
  const counter = createRenditionCounter(codecs);
  const problems = createFrameProblems(log);
  let allAcceptSource = true;

  // Yields nothing. Subscribers read it to keep the source open, and to learn when and why it ends.
  const pump = share<never>(({ signal } = {}) => ({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: await run(signal) }) }),
  }));

  /** Source: each frame is dispatched, then encoded as requested. */
  async function run(signal: AbortSignal | undefined): Promise<void> {
    // Each encoder adds a listener; Node would warn of a leak above ten.
    if (signal) setMaxListeners(0, signal);
    const decodeCache = createDecodeCache(codecOf, problems);
    const encoders = createRenditionEncoders({ ladder, signal, problems, decodeCache, counter });
    let order = 0;
    try {
      for await (const frame of source(signal ? { signal } : {})) {
        if (signal?.aborted) break;
        const sourceFrame: SourceFrame = { order: ++order, frame, acquiredAt: now(), users: 0 };
        dispatch(sourceFrame, encoders);
        encoders.encode(sourceFrame);
      }
    } finally {
      await encoders.close();
      await decodeCache.close();
    }
  }

  /** Passthrough to the subscribers that accept the frame as it is; a request to a rendition encoder for the others. */
  function dispatch(sourceFrame: SourceFrame, encoders: RenditionEncoders): void {
    const encoded = isEncoded(sourceFrame.frame) ? sourceFrame.frame : undefined;
    const canTranscode = !encoded || codecOf.has(encoded.codec);
    allAcceptSource = true;
    for (const { accepts, codec, subscribers } of groups) {
      const accepted = encoded && accepts.has(encoded.codec) ? encoded : undefined;
      if (!accepted) allAcceptSource = false;
      for (const subscriber of subscribers) {
        const level = accepted && !canTranscode ? 0 : levelOf(subscriber);
        if (accepted && level === 0) subscriber.deliver(accepted);
        else if (canTranscode) encoders.request(sourceFrame, { subscriber, passthrough: accepted }, codec, level);
        else subscriber.end(cannotTranscode((encoded as EncodedFrame).codec, accepts, codecs));
      }
    }
  }

  function levelOf({ level }: Subscriber): number {
    if (ladder.length === 1) return 0;
    return Math.max(0, Math.min(ladder.length - 1, Math.floor(level()) || 0));
  }

  /** The source's own description, where it has one. */
  const describeSource = source.describe?.bind(source);
  const describe = describeSource && {
    describe(): SourceDescription {
      const description = describeSource();
      return description.passthrough && !allAcceptSource ? { ...description, passthrough: false } : description;
    },
  };

  return {
    ladder,
    ...describe,
    subscribe: (accept, { level = () => 0 } = {}) =>
      Object.assign(subscribeTo({ group: findGroup(accept, groups, codecs), groups, level, pump }), describe),
    stats: counter.stats,
  };
}
