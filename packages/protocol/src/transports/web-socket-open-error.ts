/** The error for a WebSocket that does not open. */

/** A WebSocket closed before it was open: nothing listens at its address, or something that is not a WebSocket server. */
export class WebSocketOpenError extends Error {
  override readonly name = "WebSocketOpenError";
  readonly code = "unreachable";
}
