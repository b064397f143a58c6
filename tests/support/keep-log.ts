/** A log in memory. */
import type { Logger } from "@framewire/media";

/** A log that stores lines as `level: message`. */
export function keepLog(): { readonly lines: string[]; readonly log: Logger } {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, log: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") } };
}
