import type { Logger } from "@framewire/media";

/** A promise that nobody waited for must not end a program that has other peers: the log is told, and it goes on. */
export function surviveRejections(log: Logger): Disposable {
  function tell(reason: unknown): void {
    log.error(`Something failed that nobody waited for, which is a mistake of this program: ${reason}`);
  }
  process.on("unhandledRejection", tell);
  return { [Symbol.dispose]: () => void process.off("unhandledRejection", tell) };
}
