/** Writes the lines of `--json`. */

/**
 * Writes an event to standard output as one line of JSON. Adds `time`, in milliseconds since the Unix epoch, where the event
 * has none.
 */
export function writeEvent<E extends { readonly event: string; readonly time?: number }>(event: E): void {
  const { event: name, time = Date.now(), ...members } = event;
  process.stdout.write(`${JSON.stringify({ event: name, time, ...members })}\n`);
}
