import type { SourceReader } from "../src/source-reader.ts";

/** A reader of sources that says of each what it was asked for; with a command, it is not on this machine. */
export function reader(command: string | undefined): SourceReader {
  return {
    name: "Telescope",
    scheme: "telescope",
    installCommand: () => command,
    open: (device, { log: _, ...asked }) =>
      Object.assign(async function* () {}, { describe: () => ({ device, ...asked }) }),
  };
}
