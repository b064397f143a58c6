import { runAlone as runAloneIn } from "test-support/run-alone";

/** Runs a module's text in a process of its own, as if it stood here; gives back what it printed as JSON. */
export function runAlone(script: string): Promise<unknown> {
  return runAloneIn(script, import.meta.dirname);
}
