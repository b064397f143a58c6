import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { latest } from "./latest.ts";
import { createLatestSlot } from "./latest-slot.ts";
import { share } from "./share.ts";
import type { Source } from "./source.ts";

/** A source that a test controls, with counts of its use. */
function manualSource() {
  const state = { opened: 0, open: 0, maxOpen: 0 };
  let slot = createLatestSlot<number>();
  let closing: Promise<void> = Promise.resolve();
  const source: Source<number> = async function* ({ signal } = {}) {
    const own = createLatestSlot<number>();
    slot = own;
    state.opened++;
    state.open++;
    state.maxOpen = Math.max(state.maxOpen, state.open);
    signal?.addEventListener("abort", () => own.close(), { once: true });
    try {
      for (let next = await own.take(); !next.done; next = await own.take()) yield next.value;
    } finally {
      await closing;
      state.open--;
    }
  };
  return {
    source,
    state,
    async emit(value: number) {
      await settled();
      slot.put(value);
      await settled();
    },
    async end(error?: Error) {
      await settled();
      slot.close(error);
      await settled();
    },
    /** Makes closing wait until the returned function is called. */
    delayClosing() {
      let release = (): void => {};
      closing = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** Resolves after all promises that depend on no timer have settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function open<T>(frames: AsyncIterable<T>): AsyncIterator<T> {
  return frames[Symbol.asyncIterator]();
}

describe("share", () => {
  it("opens the source at the first reader's first next(), once, and closes it after the last has left", async () => {
    const { source, state, emit } = manualSource();
    const shared = share(source);
    const [first, second] = [open(shared()), open(shared())];
    await settled();
    expect(state.opened).toBe(0);

    const results = [first.next(), second.next()];
    await emit(1);
    expect(await Promise.all(results)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 1 },
    ]);
    expect(state).toEqual({ opened: 1, open: 1, maxOpen: 1 });

    await first.return?.();
    await settled();
    expect(state.open).toBe(1);
    await second.return?.();
    await settled();
    expect(state).toEqual({ opened: 1, open: 0, maxOpen: 1 });
    expect((await second.next()).done).toBe(true);
    expect(state.opened).toBe(1);
  });

  it("has the describe() of its source, where that has one", () => {
    const { source } = manualSource();
    expect(share(source).describe).toBeUndefined();
    const description = { device: "camera" };
    expect(share(Object.assign(source, { describe: () => description })).describe?.()).toBe(description);
  });

  it("keeps one source open at a time: opens it again after the previous iteration has closed", async () => {
    const { source, state, emit, delayClosing } = manualSource();
    const shared = share(source);
    const release = delayClosing();
    const first = open(shared());
    const results = first.next();
    await emit(1);
    await results;
    await first.return?.();

    const second = open(shared());
    const waiting = second.next();
    await settled();
    expect(state).toEqual({ opened: 1, open: 1, maxOpen: 1 });
    release();
    await settled();
    await emit(2);
    expect(await waiting).toEqual({ done: false, value: 2 });
    expect(state).toEqual({ opened: 2, open: 1, maxOpen: 1 });
    await second.return?.();
  });

  it("does not open the source for a reader that left while the previous iteration was closing", async () => {
    const { source, state, emit, delayClosing } = manualSource();
    const shared = share(source);
    const release = delayClosing();
    const first = open(shared());
    const results = first.next();
    await emit(1);
    await results;
    await first.return?.();

    const second = open(shared());
    const waiting = second.next();
    await settled();
    await second.return?.();
    release();
    await settled();
    expect((await waiting).done).toBe(true);
    expect(state).toEqual({ opened: 1, open: 0, maxOpen: 1 });
  });

  it("gives a slow reader the newest value, counts the dropped ones, and delays no other reader", async () => {
    const { source, emit } = manualSource();
    const shared = share(source);
    const [slow, quick] = [shared(), shared()];
    const [slowly, quickly] = [open(slow), open(quick)];
    const first = slowly.next();
    const seen: number[] = [];
    for (let value = 1; value <= 5; value++) {
      const next = quickly.next();
      await emit(value);
      seen.push((await next).value);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(quick.dropped).toBe(0);
    expect(await first).toEqual({ done: false, value: 1 });
    expect(await slowly.next()).toEqual({ done: false, value: 5 });
    expect(slow.dropped).toBe(3);
    await Promise.all([slowly.return?.(), quickly.return?.()]);
  });

  it("ends all readers with the source, and opens it again for the next reader", async () => {
    const { source, state, emit, end } = manualSource();
    const shared = share(source);
    const readers = [open(shared()), open(shared())];
    const results = readers.map((reader) => reader.next());
    await emit(1);
    await Promise.all(results);
    await emit(2);
    await end();
    // A value in a slot can still be read.
    expect(await Promise.all(readers.map((reader) => reader.next()))).toMatchObject([{ value: 2 }, { value: 2 }]);
    for (const reader of readers) expect((await reader.next()).done).toBe(true);

    const later = open(shared());
    const waiting = later.next();
    await settled();
    await emit(3);
    expect(await waiting).toEqual({ done: false, value: 3 });
    expect(state.opened).toBe(2);
    await later.return?.();
  });

  it.each([
    ["in the loop", () => manualSource()],
    ["when it is opened", () => throwing(new Error("The camera was unplugged."))],
    ["with a value that is not an Error", () => throwing("The camera was unplugged.")],
  ])("throws what the source throws %s to all readers, who leave no listener behind", async (_, make) => {
    const { source, end } = make();
    const shared = share(source);
    const { signal } = new AbortController();
    const readers = [open(shared({ signal })), open(shared({ signal }))];
    const failed = readers.map((reader) => expect(reader.next()).rejects.toThrow("The camera was unplugged."));
    await settled();
    await end(new Error("The camera was unplugged."));
    await Promise.all(failed);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("ends without an error on abort, yields nothing after it, and releases the source", async () => {
    const { source, state, emit } = manualSource();
    const shared = share(source);
    const controller = new AbortController();
    const [waiting, behind] = [open(shared(controller)), open(shared(controller))];
    const results = [waiting.next(), behind.next()];
    await emit(1);
    await Promise.all(results);
    const pending = waiting.next();
    await settled();
    await emit(2);
    expect(await pending).toEqual({ done: false, value: 2 });

    const last = waiting.next();
    controller.abort();
    expect((await last).done).toBe(true);
    expect((await behind.next()).done).toBe(true);
    await settled();
    expect(state).toEqual({ opened: 1, open: 0, maxOpen: 1 });
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("does not open for a signal that has aborted", async () => {
    const { source, state } = manualSource();
    const reading = share(source)({ signal: AbortSignal.abort() });
    expect((await open(reading).next()).done).toBe(true);
    expect((await open(reading).next()).done).toBe(true);
    expect(state.opened).toBe(0);
  });

  it("lets a reader leave while its next() is pending", async () => {
    const { source, state } = manualSource();
    const controller = new AbortController();
    const reader = open(share(source)(controller));
    const pending = reader.next();
    await settled();
    expect(state.open).toBe(1);
    expect((await reader.return?.())?.done).toBe(true);
    expect((await pending).done).toBe(true);
    await settled();
    expect(state.open).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("ignores an error that the source throws after its abort", async () => {
    const rude: Source<number> = async function* ({ signal } = {}) {
      yield 1;
      await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    };
    const shared = share(rude);
    const controller = new AbortController();
    const reader = open(shared(controller));
    expect((await reader.next()).value).toBe(1);
    const pending = reader.next();
    controller.abort();
    expect((await pending).done).toBe(true);
    const again = open(shared());
    expect((await again.next()).value).toBe(1);
    await again.return?.();
  });
});

describe("latest", () => {
  it("reads at the pace of the source, yields the newest value and counts the others", async () => {
    const { source, emit, end } = manualSource();
    const reading = latest(source);
    expect(reading.dropped).toBe(0);
    const reader = open(reading);
    const first = reader.next();
    for (let value = 1; value <= 4; value++) await emit(value);
    expect((await first).value).toBe(1);
    expect((await reader.next()).value).toBe(4);
    expect(reading.dropped).toBe(2);
    await end();
    expect((await reader.next()).done).toBe(true);
  });

  it("closes the source when the loop is left", async () => {
    const { source, state, emit } = manualSource();
    const read = (async () => {
      for await (const value of latest(source)) return value;
      return undefined;
    })();
    await settled();
    await emit(7);
    expect(await read).toBe(7);
    await settled();
    expect(state.open).toBe(0);
  });

  it("ends on abort", async () => {
    const { source, state } = manualSource();
    const controller = new AbortController();
    const read = (async () => {
      for await (const _ of latest(source, controller));
    })();
    await settled();
    controller.abort();
    await read;
    await settled();
    expect(state).toEqual({ opened: 1, open: 0, maxOpen: 1 });
  });
});

/** A source that throws before it returns an iterator. */
function throwing(error: unknown) {
  const source: Source<number> = () => {
    throw error;
  };
  return { source, end: async () => {} };
}
