import {
  type EncodedFrame,
  isEncoded,
  type Logger,
  type Shared,
  share,
  silent,
  type VideoSource,
} from "@framewire/media";
import type { Codec } from "./codec.ts";
import { type Arrival, type Lane, type LaneCounts, openLane } from "./lane.ts";
import { NoCommonCodecError } from "./no-common-codec-error.ts";
import { deliver, type Outlet, readOutlets, takes, type Wanted } from "./outlet.ts";
import { createSharedDecoding } from "./shared-decoding.ts";

/** How {@link createEncodings} works. */
export interface EncodingsOptions {
  /** Passed to every encoder. */
  readonly quality?: number;
  /** Is told when frames cannot be decoded or encoded. Default {@link silent}. */
  readonly log?: Logger;
}

/** What became of the frames that had to be encoded in one codec, since {@link createEncodings}. */
export interface EncodingStats {
  readonly codec: string;
  /** Frames that were encoded, each once for all receivers. */
  readonly encoded: number;
  /** Frames that a newer one replaced before the encoder had room. */
  readonly dropped: number;
  /** Frames that could not be decoded or encoded. */
  readonly failed: number;
}

/** One source for many receivers, each frame encoded at most once per codec. */
export interface Encodings {
  /**
   * The source as a receiver can take it that decodes `accept`, in its order of preference. A frame that
   * is already encoded in one of these is handed on untouched, the same object. Other frames are encoded
   * in the first of these that there is a codec for. Each reader has a newest-wins mailbox of its own,
   * which `dropped` counts.
   *
   * Throws a `NoCommonCodecError` when there is a codec for none of `accept`, and in the loop when the
   * source gives frames that can neither be handed on nor decoded. Also throws what the source throws.
   */
  for(accept: readonly string[]): Shared<EncodedFrame>;
  /** A row for each codec that was used, in the order of `codecs`. */
  stats(): readonly EncodingStats[];
}

/**
 * Shows one source to many receivers. The source is open once, and only while somebody reads. Encoders
 * and decoders are made when the first frame needs them, shared by all receivers that they serve, and
 * closed with the source. A slow encoder gets fewer frames, the newest ones; frames that need no encoder
 * never wait for one.
 */
export function createEncodings(
  source: VideoSource,
  codecs: readonly Codec[],
  { quality, log = silent }: EncodingsOptions = {},
): Encodings {
  const byName = new Map(codecs.map((codec) => [codec.name, codec]));
  const counts = new Map<string, LaneCounts>();
  const outlets = new Set<Outlet>();
  // Readers of this learn when the source ends and why; the frames go to the outlets without a stop between.
  const serving = share<never>(({ signal } = {}) => ({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: await serve(signal) }) }),
  }));

  /** Reads the source and brings its frames to the outlets until it ends. */
  async function serve(signal: AbortSignal | undefined): Promise<void> {
    const lanes = new Map<Codec, Lane>();
    const { decode, close } = createSharedDecoding(byName);

    function laneOf(codec: Codec): Lane {
      let lane = lanes.get(codec);
      if (!lane) {
        lane = openLane({ codec, quality, signal, log, counts: countsOf(codec), decode, deliver: deliverEncoded });
        lanes.set(codec, lane);
      }
      return lane;
    }

    let order = 0;
    try {
      for await (const frame of source(signal ? { signal } : {})) {
        if (signal?.aborted) break;
        const arrival = { order: ++order, frame };
        for (const codec of handOn(arrival)) laneOf(codec).put(arrival);
      }
    } finally {
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
      await close();
    }
  }

  /** Gives the frame to the outlets that take it as it is; returns the codecs that the others need it in. */
  function handOn({ order, frame }: Arrival): ReadonlySet<Codec> {
    const needed = new Set<Codec>();
    for (const outlet of outlets) {
      if (takes(outlet, frame)) deliver(outlet, order, frame);
      else if (!isEncoded(frame) || byName.has(frame.codec)) needed.add(outlet.codec);
      else {
        outlets.delete(outlet);
        outlet.mailbox.close(new NoCommonCodecError(cannotConvert(frame, outlet, codecs)));
      }
    }
    return needed;
  }

  function deliverEncoded(codec: Codec, { order, frame }: Arrival, encoded: EncodedFrame): void {
    for (const outlet of outlets) {
      if (outlet.codec === codec && !takes(outlet, frame)) deliver(outlet, order, encoded);
    }
  }

  function countsOf({ name }: Codec): LaneCounts {
    const count = counts.get(name) ?? { encoded: 0, dropped: 0, failed: 0 };
    counts.set(name, count);
    return count;
  }

  return {
    for(accept) {
      const codec = accept.map((name) => byName.get(name)).find((candidate) => candidate !== undefined);
      if (!codec) throw new NoCommonCodecError(nothingInCommon(accept, codecs));
      return readOutlets({ accepts: new Set(accept), codec }, outlets, serving);
    },
    stats: () =>
      [...byName.keys()].flatMap((codec) => {
        const count = counts.get(codec);
        return count ? [{ codec, ...count }] : [];
      }),
  };
}

function nothingInCommon(accept: readonly string[], codecs: readonly Codec[]): string {
  return (
    `The receiver decodes ${list(accept)} and the codecs here are ${list(codecs.map(({ name }) => name))}: ` +
    "there is none in common. Add a codec to one of the two."
  );
}

function cannotConvert({ codec }: EncodedFrame, { accepts }: Wanted, codecs: readonly Codec[]): string {
  return (
    `The source gives ${codec}, the receiver decodes ${list([...accepts])}, and the codecs here are ` +
    `${list(codecs.map(({ name }) => name))}. Add one named ${codec} to convert from, or let the source give pixels.`
  );
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
