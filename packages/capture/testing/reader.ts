import type { SourceReader } from "../src/source-reader.ts";

/** Creates a reader whose sources describe the requested options. With a command, its library is not installed. */
export function reader(command: string | undefined): SourceReader {
  return {
    name: "Telescope",
    scheme: "telescope",
    installCommand: () => command,
    open: (device, { log: _, ...requested }) =>
      Object.assign(async function* () {}, { describe: () => ({ device, ...requested }) }),
  };
}
