import { join } from "node:path";
import { type RunOptions, runOrThrow } from "./run.ts";
import { root } from "./workspace.ts";

/** Runs the pnpm that the repository names, which lies among its development dependencies. */
export function pnpm(args: readonly string[], options: RunOptions): Promise<string> {
  return runOrThrow(process.execPath, [join(root, "node_modules/pnpm/bin/pnpm.cjs"), ...args], options);
}
