/** Keeps a pairing key on the command line out of process lists. */

/**
 * Replaces the process title if the command line contains a key. The process that started this one, such as a package
 * manager, still shows it: the environment variable is the safer place.
 */
export function hideKey(name: string, argv: readonly string[] = process.argv): void {
  if (argv.some((word) => word === "--key" || word.startsWith("--key="))) process.title = `framewire ${name}`;
}
