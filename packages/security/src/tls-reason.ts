/** OpenSSL's reason for an error: the words between colons that people can read. */
export function tlsReason({ message }: Error): string {
  return /:[^:]+ routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}
