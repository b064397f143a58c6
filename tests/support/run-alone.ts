/** A module in a process of its own. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs the text of a module in a new process, where no other handle is open, as if it were in `folder`. Resolves to what it
 * printed as JSON. Rejects when the process does not end by itself.
 */
export async function runAlone(script: string, folder: string): Promise<unknown> {
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 30_000 });
  return JSON.parse(stdout);
}
