/** The output of short-lived programs. */
import { execFile } from "node:child_process";

/** Time after which the program is killed: one that waits for a device may never end. */
const timeoutMs = 5000;

/**
 * Runs a program until it ends and returns all that it wrote, in English; an empty text where the program is not
 * installed. The exit code is ignored. Rejects with the signal's reason; an abort kills the program.
 */
export async function programOutput(program: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const output = await new Promise<string>((resolve) => {
    const env = { ...process.env, LC_ALL: "C", AV_LOG_FORCE_NOCOLOR: "1" };
    execFile(
      program,
      args,
      { env, encoding: "utf8", timeout: timeoutMs, killSignal: "SIGKILL", windowsHide: true, signal },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  signal?.throwIfAborted();
  return output;
}
