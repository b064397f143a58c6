import { describe, expect, it } from "vitest";
import { mapConcurrent } from "./map-concurrent.ts";

/** A promise and its resolve function. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}

/** Counts from 0, and records how far it was read and whether it was closed. */
function counter(end = Number.POSITIVE_INFINITY) {
  const state = { read: 0, closed: false };
  async function* generate(): AsyncGenerator<number> {
    try {
      while (state.read < end) yield state.read++;
    } finally {
      state.closed = true;
    }
  }
  return { state, values: generate() };
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("mapConcurrent", () => {
  it("yields in the order of the input, whichever result is ready first", async () => {
    const jobs = Array.from({ length: 4 }, () => deferred<void>());
    const finished: number[] = [];
    const results = all(
      mapConcurrent(
        counter(4).values,
        async (i) => {
          await jobs[i]?.promise;
          finished.push(i);
          return i;
        },
        { concurrency: 4 },
      ),
    );
    for (const job of jobs.toReversed()) {
      await turn();
      job.resolve();
    }
    expect(await results).toEqual([0, 1, 2, 3]);
    expect(finished).toEqual([3, 2, 1, 0]);
  });

  it.each([1, 2, 3])(
    "reads at most %i values ahead of the reader, and works on as many at once",
    async (concurrency) => {
      const { state, values } = counter();
      let working = 0;
      let maxWorking = 0;
      const results = mapConcurrent(
        values,
        async (i) => {
          maxWorking = Math.max(maxWorking, ++working);
          await turn();
          working--;
          return i;
        },
        { concurrency },
      );
      for (let read = 1; read <= 10; read++) {
        await results.next();
        for (let i = 0; i < 5; i++) await turn();
        expect(state.read - read).toBeLessThanOrEqual(concurrency);
      }
      await results.return();
      expect(maxWorking).toBe(concurrency);
    },
  );

  it("yields a result while the next value is pending", async () => {
    const never = deferred<IteratorResult<number>>();
    const first: IteratorResult<number> = { done: false, value: 7 };
    let calls = 0;
    const input = { [Symbol.asyncIterator]: () => ({ next: async () => (calls++ === 0 ? first : never.promise) }) };
    const results = mapConcurrent(input, async (i) => 2 * i, { concurrency: 2 });
    expect(await results.next()).toEqual({ done: false, value: 14 });
    await results.return();
    expect(calls).toBe(2);
  });

  it("closes the input when the loop is left", async () => {
    const { state, values } = counter();
    for await (const value of mapConcurrent(values, async (i) => i, { concurrency: 2 })) if (value === 3) break;
    expect(state.closed).toBe(true);
  });

  it("throws an error of the work in its turn, and closes the input", async () => {
    const { state, values } = counter();
    const seen: number[] = [];
    const results = mapConcurrent(
      values,
      async (i) => {
        if (i === 2) throw new Error("the third");
        return i;
      },
      { concurrency: 4 },
    );
    await expect(
      (async () => {
        for await (const value of results) seen.push(value);
      })(),
    ).rejects.toThrow("the third");
    expect(seen).toEqual([0, 1]);
    expect(state.closed).toBe(true);
  });

  it("throws an error of the input after the results before it", async () => {
    async function* input(): AsyncGenerator<number> {
      yield 1;
      yield 2;
      throw new Error("unplugged");
    }
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of mapConcurrent(input(), async (i) => i, { concurrency: 3 })) seen.push(value);
      })(),
    ).rejects.toThrow("unplugged");
    expect(seen).toEqual([1, 2]);
  });

  it.each(["the input", "the work"])("ends without an error on abort while %s is pending", async (pending) => {
    const controller = new AbortController();
    const never = new Promise<never>(() => {});
    let closed = false;
    const input = {
      [Symbol.asyncIterator]: () => ({
        next: async () => (pending === "the input" ? await never : { done: false as const, value: 1 }),
        return: async () => {
          closed = true;
          return { done: true as const, value: undefined };
        },
      }),
    };
    const results = all(mapConcurrent(input, () => never, { concurrency: 2, signal: controller.signal }));
    await turn();
    controller.abort();
    expect(await results).toEqual([]);
    expect(closed).toBe(true);
  });

  it("does not open the input when the signal has aborted before", async () => {
    const { state, values } = counter();
    expect(await all(mapConcurrent(values, async (i) => i, { concurrency: 2, signal: AbortSignal.abort() }))).toEqual(
      [],
    );
    expect(state.read).toBe(0);
  });

  it.each([0, 1.5, Number.NaN])("refuses a concurrency of %d", async (concurrency) => {
    await expect(mapConcurrent(counter().values, async (i) => i, { concurrency }).next()).rejects.toThrow(RangeError);
  });
});
