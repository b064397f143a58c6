/** One frame could not be encoded or decoded; the frames around it are not affected. */
export class CodecError extends Error {
  override readonly name = "CodecError";
  readonly code = "codec-failed";
  /** Name of the codec that was at work. */
  readonly codec: string;
  /** `sequence` of the frame. */
  readonly sequence: number;

  /** `problem` is a sentence that says what is wrong with the frame, and where it can, what to do. */
  constructor(codec: string, sequence: number, problem: string, options?: ErrorOptions) {
    super(`${codec}, frame ${sequence}: ${problem}`, options);
    this.codec = codec;
    this.sequence = sequence;
  }
}

/**
 * Tells a {@link CodecError}, which concerns one frame, from an error that ends a stream. It goes by the
 * name, so that a codec may bring a copy of this package of its own.
 */
export function isCodecError(error: unknown): error is CodecError {
  return error instanceof Error && error.name === "CodecError";
}
