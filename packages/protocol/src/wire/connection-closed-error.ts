/** The error for a connection that ended before it was open. */

import type { CloseCode, CloseInfo } from "./bye.ts";

/** A connection ended before it was open: it was refused, or lost. */
export class ConnectionClosedError extends Error {
  override readonly name = "ConnectionClosedError";
  /** Why the connection ended. */
  readonly code: CloseCode;
  /** Why the connection ended, and which side ended it. */
  readonly info: CloseInfo;

  constructor(info: CloseInfo) {
    super(info.message);
    this.code = info.code;
    this.info = info;
  }
}
