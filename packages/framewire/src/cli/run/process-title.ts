/**
 * Takes a key on the command line out of what a list of processes shows of this one. What started it, such as a package
 * manager, still shows it: that is why the environment is the better place.
 */
export function hideKey(name: string, argv: readonly string[] = process.argv): void {
  if (argv.some((word) => word === "--key" || word.startsWith("--key="))) process.title = `framewire ${name}`;
}
