/** The error for a server that cannot be reached. */

/**
 * There is no Framewire server at the address, or it does not answer. A later attempt may succeed. `cause` is the error of
 * the last attempt.
 */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  readonly code = "unreachable";
}
