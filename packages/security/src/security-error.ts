/** The error for a socket that was not secured. */

import type { Socket } from "node:net";

/**
 * Why a socket was not secured.
 *
 * - `wrong-key`: the two sides have different keys.
 * - `not-secured`: the other side does not encrypt.
 * - `no-common-way`: one side has a key and the other certificates, or it is another program.
 * - `untrusted`: the other side's certificate is not trusted, or it has none; or it does not trust ours.
 * - `timed-out`: the other side took too long.
 * - `lost`: the other side hung up.
 * - `failed`: anything else.
 */
export type SecurityErrorCode =
  | "wrong-key"
  | "not-secured"
  | "no-common-way"
  | "untrusted"
  | "timed-out"
  | "lost"
  | "failed";

/** A socket was not secured. The message has the reason and the fix. */
export class SecurityError extends Error {
  override readonly name = "SecurityError";
  readonly code: SecurityErrorCode;
  /** A message for the other side, to send in a bye on this socket, which is still open. */
  readonly answer: { readonly socket: Socket; readonly message: string } | undefined;

  constructor(
    code: SecurityErrorCode,
    message: string,
    { answer, cause }: { readonly answer?: SecurityError["answer"]; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.answer = answer;
  }
}
