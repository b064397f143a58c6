import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder that this very Node's headers lie in, as installers and Debian's packages put them; nothing where they
 * do not lie there. With it nothing has to be downloaded.
 */
export function nodeHeaders(
  executable: string = process.execPath,
  version: string = process.versions.node,
): string | undefined {
  const folder = dirname(dirname(executable));
  const header = join(folder, "include/node/node_version.h");
  if (!existsSync(header)) return undefined;
  const text = readFileSync(header, "utf8");
  const number = (what: string) => new RegExp(`#define NODE_${what}_VERSION (\\d+)`).exec(text)?.[1];
  const is = [number("MAJOR"), number("MINOR"), number("PATCH")].join(".");
  return is === version ? folder : undefined;
}
