import type { Logger } from "@framewire/media";
import { keepLog } from "test-support/keep-log";
import { until as waitUntil } from "test-support/until";

/** A logger that records its lines. */
export interface RecordedLog extends Logger {
  readonly lines: string[];
}

/** Creates a logger that records lines as `level: message`, except those of level debug. */
export function recordLog(): RecordedLog {
  const { lines, log } = keepLog();
  return { lines, ...log, debug() {} };
}

/** Waits until a condition holds. */
export function until(condition: () => boolean, what: string, ms = 15_000): Promise<void> {
  return waitUntil(condition, what, ms);
}
