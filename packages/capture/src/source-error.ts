/**
 * What kind of failure a {@link SourceError} is.
 * - `usage`: the words that name the source are wrong; nothing was opened.
 * - `unauthorized`: a name and password are missing or were refused.
 * - `certificate`: the TLS certificate is not trusted, or not the one that was named.
 * - `http`: an answer that will not get better: 404, a redirect to nowhere, no HTTP at all.
 * - `format`: it answers, but not with a stream of pictures.
 */
export type SourceErrorCode = "usage" | "unauthorized" | "certificate" | "http" | "format";

/** A source that cannot give frames until somebody changes something. The message is a sentence that says what. */
export class SourceError extends Error {
  override readonly name: string = "SourceError";
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
