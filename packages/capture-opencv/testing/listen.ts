import type { Logger } from "@framewire/media";

/** Keeps what is said. */
export interface Listening extends Logger {
  readonly lines: string[];
}

/** A log that keeps lines as `level: message`, but for those of level debug. */
export function listen(): Listening {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, debug: () => {}, info: say("info"), warn: say("warn"), error: say("error") };
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean, what: string, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`After ${ms} ms it is still not so that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
