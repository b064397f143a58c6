const origin = performance.timeOrigin;

/**
 * Microseconds on this process's monotonic clock, as a whole number. It started at the wall clock's
 * time since the Unix epoch, and is never set afterwards: differences are durations, and the value
 * itself is close to the date.
 */
export function now(): number {
  return Math.round((origin + performance.now()) * 1000);
}
