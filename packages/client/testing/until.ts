import type { EncodedFrame, Logger } from "@framewire/media";

/** Waits until a condition holds. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`After ${ms} ms it is still not so that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Reads frames until there are `count`. */
export async function take(frames: AsyncIterable<EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  const taken: EncodedFrame[] = [];
  for await (const frame of frames) {
    taken.push(frame);
    if (taken.length === count) break;
  }
  return taken;
}

/** A log that keeps lines as `level: message`. */
export function keepLog(): { readonly lines: readonly string[]; readonly log: Logger } {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, log: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") } };
}
