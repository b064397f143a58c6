import { clearTimeout, setTimeout } from "node:timers";

/** What hangs up besides Enter and the signals. */
export interface HangUpOptions {
  /** After this time, in milliseconds. */
  readonly duration?: number | undefined;
}

/** Waits for what ends a call. */
export interface HangUp extends Disposable {
  /** Aborts when somebody hangs up. */
  readonly signal: AbortSignal;
  /** Hangs up. */
  now(): void;
}

/**
 * Hangs up at a newline on standard input (Enter), at SIGINT, SIGTERM, when the parent process is gone, and
 * after `duration`. The end of standard input is not a hang-up. A second signal ends the process at once.
 */
export function listenForHangUp({ duration }: HangUpOptions = {}): HangUp {
  const controller = new AbortController();
  const now = (): void => controller.abort();
  const timer = duration === undefined ? undefined : setTimeout(now, duration);

  function onData(chunk: Uint8Array): void {
    if (chunk.includes(10)) now();
  }
  function onSignal(): void {
    if (controller.signal.aborted) process.exit(130);
    now();
  }

  process.stdin.on("data", onData).on("error", ignore);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("disconnect", now);

  return {
    signal: controller.signal,
    now,
    [Symbol.dispose]() {
      clearTimeout(timer);
      process.stdin.off("data", onData).pause();
      process.stdin.unref?.();
      process.off("disconnect", now);
      if (process.connected) process.disconnect();
    },
  };
}

function ignore(): void {}
