import { styleText } from "node:util";
import type { Logger } from "@framewire/media";

/** From little to much. */
export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

/** What people are told. */
export type LogLevel = (typeof logLevels)[number];

/**
 * A logger that writes sentences of a level and those above it. An error is said once: who ends because of one says it
 * again after who has met it.
 */
export function createLog(level: LogLevel, write: (sentence: string) => void): Logger {
  const rank = logLevels.indexOf(level);
  function logAt(own: Exclude<LogLevel, "silent">, mark: (sentence: string) => string): (message: string) => void {
    return logLevels.indexOf(own) <= rank ? (message) => write(mark(message)) : () => {};
  }
  const sayError = logAt("error", (message) => styleText("red", `Error: ${message}`));
  let lastError: string | undefined;
  return {
    error(message) {
      if (message !== lastError) sayError(message);
      lastError = message;
    },
    warn: logAt("warn", (message) => styleText("yellow", message)),
    info: logAt("info", (message) => message),
    debug: logAt("debug", (message) => styleText("dim", message)),
  };
}
