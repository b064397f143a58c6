import { setMaxListeners } from "node:events";
import {
  type EncodedFrame,
  isEncoded,
  type Logger,
  type SharedSource,
  type SourceDescription,
  share,
  silent,
  type VideoSource,
} from "@framewire/media";
import type { Codec } from "../codec.ts";
import { ladderFrom, type Rendition } from "../ladder/ladder.ts";
import { createDecodeCache } from "./decode-cache.ts";
import { NoCommonCodecError } from "./no-common-codec-error.ts";
import type { RenditionCounts } from "./rendition-encoder.ts";
import { createRenditionEncoders, type RenditionEncoders } from "./rendition-encoders.ts";
import type { SourceFrame } from "./source-frame.ts";
import { deliver, readOutlets, type Subscriber, type SubscriberGroup, supersede } from "./subscriber.ts";

/** How {@link createSimulcast} works. */
export interface SimulcastOptions {
  /** Of the first level, where `levels` are not given: a whole number from 1 to 100. Default 80. */
  readonly quality?: number;
  /** The best first. Default {@link ladderFrom} the quality. */
  readonly ladder?: readonly Rendition[];
  /** Is told when frames cannot be decoded or encoded. Default {@link silent}. */
  readonly log?: Logger;
}

/** What became of the frames that had to be encoded in one codec at one level, since {@link createSimulcast}. */
export interface RenditionStats {
  readonly codec: string;
  /** Which of {@link Simulcast.ladder} it is. */
  readonly level: number;
  /** Frames that were encoded, each once for all receivers. */
  readonly encoded: number;
  /** Frames that a newer one replaced before the encoder had room. */
  readonly dropped: number;
  /** Frames that could not be decoded or encoded. */
  readonly failed: number;
}

/** What a receiver asks for, beside the codecs. */
export interface SubscribeOptions {
  /**
   * Which of {@link Simulcast.ladder} the receiver's link has room for: 0 is the best. Asked at each frame of
   * the source. A number beyond the last level is the last level. Default: always 0.
   */
  readonly level?: () => number;
}

/** One source for many receivers, each frame encoded at most once per codec and level. */
export interface Simulcast {
  /** The steps that a receiver's frames can be smaller by, the best first. */
  readonly ladder: readonly Rendition[];
  /**
   * The source as a receiver can take it that decodes `accept`, in its order of preference. At level 0 a
   * frame that is already encoded in one of these is handed on untouched, the same object. Other frames, and
   * all below level 0, are encoded in the first of these that there is a codec for, and say their `level` and
   * in `times` when that was done. What can be handed on but not decoded is handed on at any level. Each
   * reader has a newest-wins slot of its own, which `dropped` counts, or takes them by `pushTo()` as they come. A change of level happens between two
   * frames: none is left out, repeated or exchanged with another for it.
   *
   * Throws a `NoCommonCodecError` when there is a codec for none of `accept`, and in the loop when the
   * source gives frames that can neither be handed on nor decoded. Also throws what the source throws.
   */
  subscribe(accept: readonly string[], options?: SubscribeOptions): SharedSource<EncodedFrame>;
  /**
   * What the source says of itself, where it does. `untouched` is so only while its own pictures go on as they are to
   * whoever has room for the best level: not where one of the receivers does not decode them.
   */
  describe?(): SourceDescription;
  /** A row for each codec and level that was used, in the order of `codecs`, the best level first. */
  stats(): readonly RenditionStats[];
}

/**
 * Shows one source to many receivers. The source is open once, and only while somebody reads. Encoders
 * and decoders are made when the first frame needs them and shared by all receivers that they serve. An
 * encoder is closed when nobody has wanted its level for thirty frames; the others, with the source. A slow
 * encoder gets fewer frames, the newest ones; frames that need no encoder never wait for one.
 *
 * Throws a `RangeError` when the quality or a level is out of range.
 */
export function createSimulcast(
  source: VideoSource,
  codecs: readonly Codec[],
  { quality = 80, ladder: levels = ladderFrom(quality), log = silent }: SimulcastOptions = {},
): Simulcast {
  if (levels.length === 0) throw new RangeError("There are no levels; give at least one.");
  const byName = new Map(codecs.map((codec) => [codec.name, codec]));
  const counts = new Map<Codec, RenditionCounts[]>();
  const audiences = new Set<SubscriberGroup>();
  /** Somebody does not decode what the source gives encoded. */
  let foreign = false;
  // Readers of this learn when the source ends and why; the frames go to the outlets without a stop between.
  const serving = share<never>(({ signal } = {}) => ({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: await serve(signal) }) }),
  }));

  /** Reads the source and brings its frames to the outlets until it ends. */
  async function serve(signal: AbortSignal | undefined): Promise<void> {
    // One listener for each encoder is no leak, of which Node would warn.
    if (signal) setMaxListeners(0, signal);
    const pictures = createDecodeCache(byName);
    const lanes = createRenditionEncoders({ levels, signal, log, pictures, countsOf });
    let order = 0;
    try {
      for await (const frame of source(signal ? { signal } : {})) {
        if (signal?.aborted) break;
        const arrival: SourceFrame = { order: ++order, frame, users: 0 };
        handOn(arrival, lanes);
        lanes.put(arrival);
      }
    } finally {
      await lanes.close();
      await pictures.close();
    }
  }

  /** Gives the frame to the readers who take it is, and puts the others' outlets down for encoding. */
  function handOn(arrival: SourceFrame, lanes: RenditionEncoders): void {
    const encoded = isEncoded(arrival.frame) ? arrival.frame : undefined;
    const convertible = !encoded || byName.has(encoded.codec);
    foreign = false;
    const someInWork = lanes.some;
    for (const audience of audiences) {
      const { accepts, codec, outlets } = audience;
      const taken = encoded && accepts.has(encoded.codec) ? encoded : undefined;
      if (!taken) foreign = true;
      outlets.forEach((sink, outlet) => {
        const level = levels.length === 1 || (taken && !convertible) ? 0 : levelOf(outlet);
        if (taken && level === 0) {
          if (someInWork) supersede(outlet);
          deliver(outlet, sink, taken);
        } else if (convertible) lanes.want(arrival, outlet, { codec, level });
        else outlet.leave(new NoCommonCodecError(cannotConvert(encoded, accepts, codecs)));
      });
    }
  }

  function levelOf({ level }: Subscriber): number {
    if (!level) return 0;
    const wanted = Math.floor(level()) || 0;
    return Math.max(0, Math.min(levels.length - 1, wanted));
  }

  function audienceOf(accept: readonly string[]): SubscriberGroup {
    const codec = accept.map((name) => byName.get(name)).find((candidate) => candidate !== undefined);
    if (!codec) throw new NoCommonCodecError(nothingInCommon(accept, codecs));
    const accepts = new Set(accept);
    for (const each of audiences) if (each.codec === codec && isSame(each.accepts, accepts)) return each;
    return { accepts, codec, outlets: new Map() };
  }

  function countsOf(codec: Codec, level: number): RenditionCounts {
    const ofCodec = counts.get(codec) ?? [];
    counts.set(codec, ofCodec);
    ofCodec[level] ??= { encoded: 0, dropped: 0, failed: 0 };
    return ofCodec[level];
  }

  const ask = source.describe?.bind(source);
  const describe = ask && {
    describe(): SourceDescription {
      const says = ask();
      return says.passthrough && foreign ? { ...says, passthrough: false } : says;
    },
  };

  return {
    ladder: levels,
    ...describe,
    subscribe(accept, { level } = {}) {
      return Object.assign(readOutlets({ audience: audienceOf(accept), audiences, level, serving }), describe);
    },
    stats: () =>
      codecs.flatMap((codec) =>
        (counts.get(codec) ?? []).flatMap((count, level) => [{ codec: codec.name, level, ...count }]),
      ),
  };
}

function nothingInCommon(accept: readonly string[], codecs: readonly Codec[]): string {
  return (
    `The receiver decodes ${list(accept)} and the codecs here are ${list(codecs.map(({ name }) => name))}: ` +
    "there is none in common. Add a codec to one of the two."
  );
}

function cannotConvert({ codec }: EncodedFrame, accepts: ReadonlySet<string>, codecs: readonly Codec[]): string {
  return (
    `The source gives ${codec}, the receiver decodes ${list([...accepts])}, and the codecs here are ` +
    `${list(codecs.map(({ name }) => name))}. Add one named ${codec} to convert from, or let the source give pixels.`
  );
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
