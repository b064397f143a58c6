/** The error of a receiver whose codecs do not match. */
import type { Codec } from "../codec.ts";

/** A receiver decodes none of the codecs that its frames can be sent in. Other receivers are not affected. */
export class NoCommonCodecError extends Error {
  override readonly name = "NoCommonCodecError";
  /** Identifies the failure to programs. */
  readonly code = "no-common-codec";
}

/** The receiver decodes `accept`, of which there is no codec here. */
export function noCommonCodec(accept: readonly string[], codecs: readonly Codec[]): NoCommonCodecError {
  return new NoCommonCodecError(
    `The receiver decodes ${list(accept)} and the codecs here are ${list(codecs.map(({ name }) => name))}: ` +
      "there is none in common. Add a codec to one of the two.",
  );
}

/** The source gives frames in `codec`, which neither the receiver nor this side decodes. */
export function cannotTranscode(codec: string, accept: Iterable<string>, codecs: readonly Codec[]): NoCommonCodecError {
  return new NoCommonCodecError(
    `The source gives ${codec}, the receiver decodes ${list([...accept])}, and the codecs here are ` +
      `${list(codecs.map(({ name }) => name))}. Add one named ${codec} to convert from, or let the source give pixels.`,
  );
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
