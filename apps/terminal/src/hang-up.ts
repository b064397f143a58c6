import { constants } from "node:os";
import { clearTimeout, setTimeout } from "node:timers";

/** What hangs up besides Enter and the signals. */
export interface HangUpOptions {
  /** After this time, in milliseconds. */
  readonly duration?: number | undefined;
  /** Told when somebody has pressed Enter on a terminal, which shows it by going to the next line. */
  readonly onEnter?: () => void;
}

/** Waits for what ends a call. */
export interface HangUp extends Disposable {
  /** Aborts when somebody hangs up. */
  readonly signal: AbortSignal;
  /** Hangs up. */
  now(): void;
}

/** Signals that come within this time, in milliseconds, are one: a package manager passes on the Ctrl-C that reached us too. */
const oneSignalMs = 250;

/**
 * Hangs up at a newline on standard input (Enter), at SIGINT, SIGTERM and SIGHUP, when the parent process
 * or the reader of standard output is gone, and after `duration`. The end of standard input is not a
 * hang-up. A second signal ends the process at once.
 */
export function listenForHangUp({ duration, onEnter }: HangUpOptions = {}): HangUp {
  const controller = new AbortController();
  const now = (): void => controller.abort();
  const timer = duration === undefined ? undefined : setTimeout(now, duration);
  let signalledAt = Number.NEGATIVE_INFINITY;

  function onData(chunk: Uint8Array): void {
    if (!chunk.includes(10)) return;
    if (process.stdin.isTTY) onEnter?.();
    now();
  }
  function onSignal(signal: NodeJS.Signals): void {
    const at = performance.now();
    if (at - signalledAt < oneSignalMs) return;
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
    signalledAt = at;
    now();
  }

  process.stdin.on("data", onData).on("error", ignore);
  process.stdout.on("error", now);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal).on("disconnect", now);
  // Both can be gone before anybody listens.
  if (process.stdout.errored || (process.send && !process.connected)) now();

  return {
    signal: controller.signal,
    now,
    [Symbol.dispose]() {
      clearTimeout(timer);
      process.stdin.off("data", onData).pause();
      process.stdin.unref?.();
      process.stdout.off("error", now);
      process.off("disconnect", now);
      if (process.connected) process.disconnect();
    },
  };
}

function ignore(): void {}
