import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs a module's text in a process of its own, where nothing else is open, as if it stood in `folder`. Gives back what
 * it printed as JSON. Rejects when the process does not end by itself.
 */
export async function runAlone(script: string, folder: string): Promise<unknown> {
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 15_000 });
  return JSON.parse(stdout);
}
