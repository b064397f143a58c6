/** The error for a violation of the protocol. */

/**
 * The peer sent, or this side's own options contain, what the protocol does not allow. For the peer's input the message
 * is that of the bye, and the connection ends with a {@link ConnectionClosedError}; `openConnection` rejects with a
 * `ProtocolError` for options that make no valid hello.
 */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code = "protocol-error";
}
