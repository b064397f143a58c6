/** The end of a child process. */
import type { ChildProcess } from "node:child_process";

/** Limit for the exit, in milliseconds: a driver can block the exit of a process. */
const exitTimeoutMs = 150;

/** Kills a process, waits for its exit, and releases its handles. Idempotent. */
export async function endChild(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      timer = setTimeout(resolve, exitTimeoutMs);
    });
    clearTimeout(timer);
  }
  if (child.connected) child.disconnect();
  child.unref();
  child.stdin?.destroy();
  child.stderr?.destroy();
}
