/** Keeps a pairing key and the passwords of addresses on the command line out of process lists. */

/**
 * Replaces the process title if the command line contains a key or an address that may have a password. The process that
 * started this one, such as a package manager, still shows it; for the key, the environment variable is the safer place.
 */
export function hideKey(name: string, argv: readonly string[] = process.argv): void {
  if (argv.some((word) => /^--key(?:=|$)/.test(word) || /:\/\/.*[@?=]/.test(word))) process.title = `framewire ${name}`;
}
