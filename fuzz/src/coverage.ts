import { type Profiler, Session } from "node:inspector";

/** What of the code has run, as V8 counts it. */
export interface Coverage {
  /** Something ran since the last time that had not before. With `note`, it has from now on. */
  isNew(options: { readonly note: boolean }): boolean;
  /** Nothing has run as yet. */
  forget(): void;
  /** The part of the loaded files that has run, from 0 to 1, by the characters of the code. */
  readonly share: number;
}

/** Begins to count. Only what is loaded from now on is counted in full. */
export function startCoverage(): { of(covers: readonly string[]): Coverage } {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

  function take(): readonly Profiler.ScriptCoverage[] {
    let result: readonly Profiler.ScriptCoverage[] = [];
    session.post("Profiler.takePreciseCoverage", (error, answer) => {
      if (error) throw error;
      result = answer.result;
    });
    return result;
  }

  return { of: (covers) => createCoverage(take, covers) };
}

function createCoverage(take: () => readonly Profiler.ScriptCoverage[], covers: readonly string[]): Coverage {
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
    isNew({ note }) {
      let found = false;
      for (const script of take()) {
        if (!covers.some((part) => script.url.includes(part))) continue;
        const file = fileOf(script);
        const ran = new Uint8Array(file.length);
        // Outer functions and blocks come before those inside of them.
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
    forget() {
      for (const file of files.values()) file.fill(0);
    },
    get share() {
      let [ran, all] = [0, 0];
      for (const file of files.values()) {
        all += file.length;
        for (const each of file) ran += each;
      }
      return all === 0 ? 0 : ran / all;
    },
  };
}
