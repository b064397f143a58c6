/** Keeps the process alive after an unhandled rejection. */
import type { Logger } from "@framewire/media";

/** Logs unhandled rejections until it is disposed: a floating promise must not end a process that serves other peers. */
export function logUnhandledRejections(log: Logger): Disposable {
  function onRejection(reason: unknown): void {
    log.error(`Unhandled rejection, which is a bug in Framewire; please report it: ${reason}`);
  }
  process.on("unhandledRejection", onRejection);
  return { [Symbol.dispose]: () => void process.off("unhandledRejection", onRejection) };
}
