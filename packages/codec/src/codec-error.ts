/** The error of a single frame. */

/** One frame could not be encoded or decoded; the frames around it are not affected. */
export class CodecError extends Error {
  override readonly name = "CodecError";
  /** Identifies the failure to programs. */
  readonly code = "codec-failed";
  /** Name of the codec. */
  readonly codec: string;
  /** `sequence` of the frame. */
  readonly sequence: number;

  /** `problem` is a sentence that says what is wrong with the frame, with the fix where there is one. */
  constructor(codec: string, sequence: number, problem: string, options?: ErrorOptions) {
    super(`${codec}, frame ${sequence}: ${problem}`, options);
    this.codec = codec;
    this.sequence = sequence;
  }
}

/**
 * Whether an error is a {@link CodecError}, which concerns one frame and does not end the stream. It compares names, because a
 * codec can bring its own copy of this package.
 */
export function isCodecError(error: unknown): error is CodecError {
  return error instanceof Error && error.name === "CodecError";
}
