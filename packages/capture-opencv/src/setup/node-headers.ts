/** The headers of Node. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Returns the folder with the headers of this Node version, as installers and Debian packages install them, or `undefined`.
 * Without them node-gyp downloads the headers.
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
