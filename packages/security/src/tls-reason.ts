/** Extracts OpenSSL's readable reason from the message of an error. */
export function tlsReason({ message }: Error): string {
  return /:[^:]+ routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}
