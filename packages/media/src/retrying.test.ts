import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { onAbort } from "./abort.ts";
import type { Logger } from "./log.ts";
import { retrying } from "./retrying.ts";
import type { Source } from "./source.ts";

const backoff = { initialMs: 1, maxMs: 2 };
/** Longer than any test. */
const long = { initialMs: 1e6, maxMs: 1e6 };

function keepLog(): { readonly lines: string[]; readonly log: Logger } {
  const lines: string[] = [];
  const add =
    (level: string) =>
    (line: string): void =>
      void lines.push(`${level}: ${line}`);
  return { lines, log: { debug: add("debug"), info: add("info"), warn: add("warn"), error: add("error") } };
}

/** A source whose openings follow a script: values, then an error where there is one; the last opening ends. */
function scripted(openings: readonly (readonly (number | Error)[])[]): Source<number> & { opened: number } {
  const source = Object.assign(
    async function* () {
      for (const step of openings[source.opened++] ?? []) {
        if (step instanceof Error) throw step;
        yield step;
      }
    },
    { opened: 0, describe: () => ({ device: "The camera" }) },
  );
  return source;
}

async function read(source: Source<number>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of source()) values.push(value);
  return values;
}

describe("a source that is opened again", () => {
  it("continues after each failure, and ends where the source ends", async () => {
    const { lines, log } = keepLog();
    const failures: string[] = [];
    const away = new Error("It is away.");
    const source = scripted([[away], [away], [1, 2, new Error("It broke.")], [3]]);
    const retried = retrying(source, { backoff, log, onFailure: ({ message }) => failures.push(message) });
    expect(await read(retried)).toEqual([1, 2, 3]);
    expect(failures).toEqual(["It is away.", "It is away.", "It broke."]);
    expect(lines).toEqual([
      "error: It is away. Trying again until it works.",
      "debug: It is away. Trying again until it works.",
      "info: The camera works again.",
      "error: It broke. Trying again until it works.",
      "info: The camera works again.",
    ]);
  });

  it("describes the failure until there is a value again", async () => {
    const source = scripted([[new Error("It is away.")], [1]]);
    const problems: unknown[] = [];
    const retried = retrying(source, { backoff, onFailure: () => problems.push(retried.describe?.().problem) });
    expect(retried.describe?.()).toEqual({ device: "The camera" });
    await read(retried);
    expect(problems).toEqual(["It is away."]);
    expect(retried.describe?.()).toEqual({ device: "The camera" });
    expect(retrying(async function* () {}).describe).toBeUndefined();
  });

  it("has one wait for all loops, which its signal and its reader end at once", async () => {
    const source = scripted([[new Error("It is away.")]]);
    let failed = (): void => {};
    const failure = new Promise<void>((resolve) => {
      failed = resolve;
    });
    const retried = retrying(source, { backoff: long, onFailure: failed });
    const first = retried()[Symbol.asyncIterator]();
    const pending = first.next();
    await failure;
    await first.return?.();
    expect((await pending).done).toBe(true);

    const stop = new AbortController();
    const second = retried(stop)[Symbol.asyncIterator]().next();
    stop.abort();
    expect((await second).done).toBe(true);
    expect(source.opened).toBe(1);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  it("has not failed when it throws because its signal aborts", async () => {
    const { lines, log } = keepLog();
    const stop = new AbortController();
    const source: Source<number> = async function* ({ signal = stop.signal } = {}) {
      yield 1;
      await new Promise<void>((resolve) => onAbort(signal, resolve));
      throw signal.reason;
    };
    for await (const _ of retrying(source, { backoff, log })(stop)) stop.abort();
    expect(lines).toEqual([]);
  });
});
