import type { Logger } from "@framewire/media";
import { keepLog } from "test-support/keep-log";
import { until as untilSo } from "test-support/until";

/** Keeps what is said. */
export interface RecordedLog extends Logger {
  readonly lines: string[];
}

/** A log that keeps lines as `level: message`, but for those of level debug. */
export function recordLog(): RecordedLog {
  const { lines, log } = keepLog();
  return { lines, ...log, debug() {} };
}

/** Waits until a condition holds. */
export function until(condition: () => boolean, what: string, ms = 15_000): Promise<void> {
  return untilSo(condition, what, ms);
}
