/** The error of a source that needs a person's help. */

/** A source that cannot deliver frames until a person changes something. The message is a sentence that says what. */
export class SourceError extends Error {
  override readonly name: string = "SourceError";
  /** The kind of failure. */
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The kind of failure of a {@link SourceError}.
 * - `usage`: the text or the options that describe the source are invalid; nothing was opened.
 * - `program`: a program that the source requires is not installed; nothing was opened.
 * - `unauthorized`: the name and password are missing or were refused.
 * - `certificate`: the TLS certificate is not trusted, or does not match the fingerprint.
 * - `http`: a response that a retry does not change: 404, an invalid redirect, no HTTP; also of RTSP.
 * - `format`: the response is not a video stream, or the file is not a video.
 */
export type SourceErrorCode = "usage" | "program" | "unauthorized" | "certificate" | "http" | "format";
