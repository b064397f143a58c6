import { constants } from "node:os";
import { clearTimeout, setTimeout } from "node:timers";

/** What hangs up besides Enter and the signals. */
export interface HangUpOptions {
  /** After this time, in milliseconds. */
  readonly duration?: number | undefined;
  /** Enter does, too, so standard input is read. Default true. */
  readonly enter?: boolean;
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

/**
 * A signal that comes so soon after the hang-up, in milliseconds, belongs to it: a package manager passes on the
 * Ctrl-C that reached us too, and the demo presses Enter at the one that its apps get as well.
 */
const sameMomentMs = 250;

/**
 * Hangs up at a newline on standard input (Enter), at SIGINT and SIGTERM, when the terminal, the parent process
 * or the reader of standard output is gone, and after `duration`. The end of standard input is not a
 * hang-up, and without a terminal neither is SIGHUP: whatever runs in the background goes on. A second signal ends
 * the process at once.
 */
export function listenForHangUp({ duration, enter = true, onEnter }: HangUpOptions = {}): HangUp {
  const controller = new AbortController();
  let hungUpAt: number | undefined;
  const timer = duration === undefined ? undefined : setTimeout(now, duration);

  function now(): void {
    hungUpAt ??= performance.now();
    controller.abort();
  }

  function onData(chunk: Uint8Array): void {
    if (!chunk.includes(10)) return;
    if (process.stdin.isTTY) onEnter?.();
    now();
  }
  function onSignal(signal: NodeJS.Signals): void {
    if (hungUpAt === undefined) now();
    else if (performance.now() - hungUpAt > sameMomentMs) process.exit(128 + constants.signals[signal]);
  }

  if (enter) process.stdin.on("data", onData).on("error", ignore);
  process.stdout.on("error", now);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("disconnect", now);
  // Node forgets that nohup wants it ignored.
  process.on("SIGHUP", hasTerminal() ? onSignal : ignore);
  // Both can be gone before anybody listens.
  if (process.stdout.errored || (process.send && !process.connected)) now();

  return {
    signal: controller.signal,
    now,
    [Symbol.dispose]() {
      clearTimeout(timer);
      if (enter) {
        process.stdin.off("data", onData).pause();
        process.stdin.unref?.();
      }
      process.stdout.off("error", now);
      process.off("disconnect", now);
      if (process.connected) process.disconnect();
    },
  };
}

function hasTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}

function ignore(): void {}
