import type { ChildProcess } from "node:child_process";

/** How long its end is waited for: a driver may hold on to a process for as long as it likes. */
const patienceMs = 150;

/** Kills a process, waits until it is gone, and lets go of everything that leads to it. Idempotent. */
export async function endChild(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      timer = setTimeout(resolve, patienceMs);
    });
    clearTimeout(timer);
  }
  if (child.connected) child.disconnect();
  child.unref();
  child.stdin?.destroy();
  child.stderr?.destroy();
}
