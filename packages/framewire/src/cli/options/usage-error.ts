/** The error for a command line that cannot be carried out. */

/** Wrong usage; the message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
