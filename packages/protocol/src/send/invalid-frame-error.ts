/** The error for a frame that cannot be sent. */

/**
 * What is wrong with a frame.
 *
 * - `codec`: the peer does not decode the frame's codec.
 * - `size`: the frame's width or height is not a whole number from 1 to 65535.
 */
export type InvalidFrameCode = "codec" | "size";

/** A frame was not sent because the peer would close the connection for it. `Connection.send` rejects with it. */
export class InvalidFrameError extends Error {
  override readonly name = "InvalidFrameError";
  readonly code: InvalidFrameCode;

  constructor(code: InvalidFrameCode, message: string) {
    super(message);
    this.code = code;
  }
}
