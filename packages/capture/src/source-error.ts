/**
 * What kind of failure a {@link SourceError} is.
 * - `usage`: the words that name the source are wrong; nothing was opened.
 * - `program`: a program that the source takes is not on this machine; nothing was opened.
 * - `unauthorized`: a name and password are missing or were refused.
 * - `certificate`: the TLS certificate is not trusted, or not the one that was named.
 * - `http`: an answer that will not get better: 404, a redirect to nowhere, no HTTP at all; RTSP has the same ones.
 * - `format`: it answers, but not with a stream of pictures; or a file that is no video.
 */
export type SourceErrorCode = "usage" | "program" | "unauthorized" | "certificate" | "http" | "format";

/** A source that cannot give frames until somebody changes something. The message is a sentence that says what. */
export class SourceError extends Error {
  override readonly name: string = "SourceError";
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
