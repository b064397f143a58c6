import { execFile } from "node:child_process";

/** However long a program takes to say what it knows, in milliseconds: one that hangs on a device is killed. */
const patienceMs = 5000;

/**
 * Runs a program that says something and ends, and gives all that it wrote, in English; nothing where there is no such
 * program. How it ended plays no part. Rejects with the signal's reason when that aborts, which kills it.
 */
export async function askProgram(program: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const said = await new Promise<string>((resolve) => {
    const env = { ...process.env, LC_ALL: "C", AV_LOG_FORCE_NOCOLOR: "1" };
    execFile(
      program,
      args,
      { env, encoding: "utf8", timeout: patienceMs, killSignal: "SIGKILL", windowsHide: true, signal },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  signal?.throwIfAborted();
  return said;
}
