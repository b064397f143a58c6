/** The package manager. */
import { join } from "node:path";
import { type RunOptions, runOrThrow } from "./run.ts";
import { root } from "./workspace.ts";

/** Runs the repository's own pnpm, one of its development dependencies. */
export function pnpm(args: readonly string[], options: RunOptions): Promise<string> {
  return runOrThrow(process.execPath, [join(root, "node_modules/pnpm/bin/pnpm.cjs"), ...args], options);
}
