import { describe, expect, it } from "vitest";
import { mapConcurrent } from "./map-concurrent.ts";

/** A promise and what settles it. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Counts from 0, says how far it was read and whether it was closed. */
function counter(end = Number.POSITIVE_INFINITY) {
  const state = { taken: 0, closed: false };
  async function* generate(): AsyncGenerator<number> {
    try {
      while (state.taken < end) yield state.taken++;
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

describe("ordered", () => {
  it("hands on in the order of the input, whatever is done first", async () => {
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

  it.each([1, 2, 3])("takes no more than %i ahead of the reader, and works on as many", async (concurrency) => {
    const { state, values } = counter();
    let working = 0;
    let most = 0;
    const results = mapConcurrent(
      values,
      async (i) => {
        most = Math.max(most, ++working);
        await turn();
        working--;
        return i;
      },
      { concurrency },
    );
    for (let read = 1; read <= 10; read++) {
      await results.next();
      for (let i = 0; i < 5; i++) await turn();
      expect(state.taken - read).toBeLessThanOrEqual(concurrency);
    }
    await results.return();
    expect(most).toBe(concurrency);
  });

  it("hands a result on while the next value is still to come", async () => {
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

  it("throws what the work throws in its turn, and closes the input", async () => {
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

  it("throws what the input throws after what came before it", async () => {
    async function* input(): AsyncGenerator<number> {
      yield 1;
      yield 2;
      throw new Error("gone");
    }
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of mapConcurrent(input(), async (i) => i, { concurrency: 3 })) seen.push(value);
      })(),
    ).rejects.toThrow("gone");
    expect(seen).toEqual([1, 2]);
  });

  it.each(["the input", "the work"])("ends quietly on abort while %s is pending", async (pending) => {
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
    expect(state.taken).toBe(0);
  });

  it.each([0, 1.5, Number.NaN])("refuses a concurrency of %d", async (concurrency) => {
    await expect(mapConcurrent(counter().values, async (i) => i, { concurrency }).next()).rejects.toThrow(RangeError);
  });
});
