/** The clock of all timestamps. */

/**
 * The time in microseconds, as a whole number, on this process's monotonic clock. The clock starts at the wall clock's time
 * since the Unix epoch and is never set afterwards: differences are durations, and the value itself is close to the date.
 */
export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
