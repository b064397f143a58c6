/** Code coverage, as V8 counts it. */

import { type Profiler, Session } from "node:inspector";

/** The coverage of one target. */
export interface Coverage {
  /** Whether code ran since the last call that had not run before. With `note`, that code counts as run from now on. */
  hasNew(options: { readonly note: boolean }): boolean;
  /** Resets the coverage to nothing. */
  reset(): void;
  /** The ratio of the loaded files that has run, from 0 to 1, by characters of code. */
  readonly ratio: number;
}

/** Starts to count. Only code that is loaded from now on is counted completely. */
export function startCoverage(): { of(covers: readonly string[]): Coverage } {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

  function takeCoverage(): readonly Profiler.ScriptCoverage[] {
    let result: readonly Profiler.ScriptCoverage[] = [];
    session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error) throw error;
      result = answer.result;
    });
    return result;
  }

  return { of: (covers) => createCoverage(takeCoverage, covers) };
}

function createCoverage(takeCoverage: () => readonly Profiler.ScriptCoverage[], covers: readonly string[]): Coverage {
  /** For each character of each file, 1 where it has run. */
  const files = new Map<string, Uint8Array>();

  function fileOf({ url, functions }: Profiler.ScriptCoverage): Uint8Array {
    const length = functions.reduce((end, { ranges }) => Math.max(end, ranges[0]?.endOffset ?? 0), 0);
    const known = files.get(url);
    if (known && known.length >= length) return known;
    const larger = new Uint8Array(length);
    if (known) larger.set(known);
    files.set(url, larger);
    return larger;
  }

  return {
    hasNew({ note }) {
      let found = false;
      for (const script of takeCoverage()) {
        if (!covers.some((part) => script.url.includes(part))) continue;
        const file = fileOf(script);
        const ran = new Uint8Array(file.length);
        // Outer functions and blocks precede those inside them.
        for (const { ranges } of script.functions) {
          for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
        }
        for (let i = 0; i < ran.length; i++) {
          if (ran[i] === 0 || file[i] === 1) continue;
          found = true;
          if (note) file[i] = 1;
        }
      }
      return found;
    },
    reset() {
      for (const file of files.values()) file.fill(0);
    },
    get ratio() {
      let [ran, all] = [0, 0];
      for (const file of files.values()) {
        all += file.length;
        for (const each of file) ran += each;
      }
      return all === 0 ? 0 : ran / all;
    },
  };
}
