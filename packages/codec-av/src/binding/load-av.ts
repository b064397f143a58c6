/** Loads FFmpeg's libraries, which ship as one native file in an npm package for each platform. */
import { createRequire } from "node:module";
import type { AvBinding } from "./av-binding.ts";
import { logQuiet } from "./constants.ts";

/** Loads the binding. Returns `undefined` where its package is not installed, or has no binary for this machine. */
export function loadAv(): AvBinding | undefined {
  const { platform, arch } = process;
  const require = createRequire(import.meta.url);
  try {
    const binding = require(`@seydx/node-av-${platform}-${arch}${platform === "win32" ? "-msvc" : ""}`) as AvBinding;
    // Damaged frames of a peer must not write lines to this process's stderr; the errors are returned as well.
    binding.Log.setLevel(logQuiet);
    return binding;
  } catch {
    return undefined;
  }
}
