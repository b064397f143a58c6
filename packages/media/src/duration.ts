/** Durations as people write them. */

/**
 * Parses `10s`, `500ms`, `1.5m`, `2h` or plain seconds, and returns milliseconds. All options of all programs here take these
 * units. Throws a `RangeError` with examples for other texts, and for more than 24 days, which a timer cannot wait.
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const ms = Number(match?.[1]) * (unitMs[match?.[2] ?? "s"] ?? 1);
  if (!match || ms > maxTimerMs) throw new RangeError("Write a time of at most 24 days, such as 10s, 500ms, 5m or 1h.");
  return ms;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const maxTimerMs = 2 ** 31 - 1;
