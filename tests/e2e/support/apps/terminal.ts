/** Terminals, by tmux. */
import { execFileSync } from "node:child_process";
import type { TestContext } from "vitest";
import { testKey } from "./process.ts";

/** A terminal whose screen a test can read. */
export interface Terminal {
  /** The lines on the screen, without empty ones at the end. */
  lines(): readonly string[];
  press(...keys: readonly string[]): void;
  resize(columns: number): void;
  /** Closes it, as a window is closed: the program in it receives SIGHUP. */
  close(): void;
  /** Whether the cursor is visible. */
  readonly cursor: boolean;
}

/** Opens a terminal in which a shell runs `command`. It is closed when the test ends. */
export function openTerminal(test: TestContext, command: string, columns: number, rows = 24): Terminal {
  const name = `framewire-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync("tmux", ["-L", name, "-f", "/dev/null", ...args], { encoding: "utf8", stdio: "pipe" });
  test.onTestFinished(() => {
    try {
      tmux("kill-server");
    } catch {
      // It has ended.
    }
  });
  // The UTF-8 locale that every system has. Without one, tmux shows _ in place of other characters than ASCII.
  const environment = ["LC_ALL=C.UTF-8", `FRAMEWIRE_KEY=${testKey}`];
  tmux(
    "-u",
    "new-session",
    "-d",
    "-x",
    String(columns),
    "-y",
    String(rows),
    "env",
    ...environment,
    "sh",
    "-c",
    command,
  );
  return {
    lines: () => tmux("capture-pane", "-p").replace(/\n+$/, "").split("\n"),
    press: (...keys) => void tmux("send-keys", ...keys),
    resize: (width) => void tmux("resize-window", "-x", String(width)),
    close: () => void tmux("kill-pane"),
    get cursor() {
      return tmux("display-message", "-p", "#{cursor_flag}").trim() === "1";
    },
  };
}
