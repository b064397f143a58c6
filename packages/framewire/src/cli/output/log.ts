/** The logger that writes sentences for people. */
import { styleText } from "node:util";
import type { Logger } from "@framewire/media";

/** The log levels, from the least output to the most. */
export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

/** Which sentences are written. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Creates a logger that writes the sentences of `level` and of the more important levels. The same error twice in a row
 * is written once: it is often logged where it happens and again by the command that ends because of it.
 */
export function createLog(level: LogLevel, write: (sentence: string) => void): Logger {
  const rank = logLevels.indexOf(level);
  function logAt(own: Exclude<LogLevel, "silent">, format: (sentence: string) => string): (message: string) => void {
    return logLevels.indexOf(own) <= rank ? (message) => write(format(message)) : () => {};
  }
  const writeError = logAt("error", (message) => styleText("red", `Error: ${message}`));
  let lastError: string | undefined;
  return {
    error(message) {
      if (message !== lastError) writeError(message);
      lastError = message;
    },
    warn: logAt("warn", (message) => styleText("yellow", message)),
    info: logAt("info", (message) => message),
    debug: logAt("debug", (message) => styleText("dim", message)),
  };
}
