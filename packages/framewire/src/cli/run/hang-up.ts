/** The ways to hang up: Enter, signals, a lost terminal, and a time limit. */
import { constants } from "node:os";
import { clearTimeout, setTimeout } from "node:timers";

/** Waits for a hang-up. */
export interface HangUp extends Disposable {
  /** Aborts at the hang-up. */
  readonly signal: AbortSignal;
  /** The code of the bye: `shutting-down` after SIGTERM, by which a service stops or restarts; otherwise `left`. */
  readonly code: "left" | "shutting-down";
  /** Hangs up. */
  now(): void;
}

/** What hangs up besides the signals. */
export interface HangUpOptions {
  /** Hangs up after this time, in milliseconds. */
  readonly duration?: number | undefined;
  /** Reads standard input and hangs up at Enter. Default true. */
  readonly enter?: boolean;
  /** Called when Enter is pressed on a terminal, which moves down a line. */
  readonly onEnter?: () => void;
  /** The number of connected peers. With several of them, only a second Enter within ten seconds hangs up. Default 0. */
  readonly peerCount?: () => number;
  /** Called at the first Enter, while several peers are connected. */
  readonly onFirstEnter?: (peers: number) => void;
}

/** Time for the second Enter, in milliseconds. */
export const confirmMs = 10_000;

/**
 * A signal within this time after the hang-up belongs to it: a package manager passes on the Ctrl-C that this process
 * has received, too, and the demo presses Enter at the Ctrl-C that its apps receive as well.
 */
const sameMomentMs = 250;

/**
 * Hangs up at a newline on standard input (Enter; with several peers at the second), at SIGINT and SIGTERM, when the terminal, the parent process or the
 * reader of standard output disappears, and after `duration`. The end of standard input is not a hang-up, and without a
 * terminal neither is SIGHUP: a background process continues. A second signal ends the process at once.
 */
export function listenForHangUp(options: HangUpOptions = {}): HangUp {
  const { duration, enter = true, onEnter, peerCount = () => 0, onFirstEnter } = options;
  const controller = new AbortController();
  let code: HangUp["code"] = "left";
  let firstEnterAt = Number.NEGATIVE_INFINITY;
  let hungUpAt: number | undefined;
  const timer = duration === undefined ? undefined : setTimeout(now, duration);

  function now(): void {
    hungUpAt ??= performance.now();
    controller.abort();
  }

  function onData(chunk: Uint8Array): void {
    const presses = chunk.filter((byte) => byte === 10).length;
    for (let press = 0; press < presses; press++) {
      if (process.stdin.isTTY) onEnter?.();
      onPress();
    }
  }
  function onPress(): void {
    const peers = peerCount();
    const at = performance.now();
    if (peers < 2 || at - firstEnterAt < confirmMs) {
      now();
      return;
    }
    firstEnterAt = at;
    if (!controller.signal.aborted) onFirstEnter?.(peers);
  }
  function onSignal(signal: NodeJS.Signals): void {
    if (hungUpAt === undefined) {
      if (signal === "SIGTERM") code = "shutting-down";
      now();
    } else if (performance.now() - hungUpAt > sameMomentMs) process.exit(128 + constants.signals[signal]);
  }

  if (enter) process.stdin.on("data", onData).on("error", ignore);
  process.stdout.on("error", now);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("disconnect", now);
  // Node resets SIGHUP, which nohup has set to be ignored.
  process.on("SIGHUP", hasTerminal() ? onSignal : ignore);
  // Both may have disappeared before the listeners were added.
  if (process.stdout.errored || (process.send && !process.connected)) now();

  return {
    signal: controller.signal,
    get code() {
      return code;
    },
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
