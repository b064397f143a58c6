import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { latest } from "./latest.ts";
import { createLatestSlot } from "./latest-slot.ts";
import { share } from "./share.ts";
import type { Source } from "./source.ts";

/** A source that gives what it is told to, and says how it was used. */
function manualSource() {
  const state = { opened: 0, open: 0, atMost: 0 };
  let slot = createLatestSlot<number>();
  let closing: Promise<void> = Promise.resolve();
  const source: Source<number> = async function* ({ signal } = {}) {
    const own = createLatestSlot<number>();
    slot = own;
    state.opened++;
    state.open++;
    state.atMost = Math.max(state.atMost, state.open);
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
    async give(value: number) {
      await settled();
      slot.put(value);
      await settled();
    },
    async end(error?: Error) {
      await settled();
      slot.close(error);
      await settled();
    },
    /** Closing takes until the function that comes back is called. */
    holdClosing() {
      let release = (): void => {};
      closing = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** All that follows without waiting for time to pass has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function open<T>(frames: AsyncIterable<T>): AsyncIterator<T> {
  return frames[Symbol.asyncIterator]();
}

describe("share", () => {
  it("opens the source at the first reader's first next(), once, and closes it after the last has left", async () => {
    const { source, state, give } = manualSource();
    const shared = share(source);
    const [first, second] = [open(shared()), open(shared())];
    await settled();
    expect(state.opened).toBe(0);

    const taken = [first.next(), second.next()];
    await give(1);
    expect(await Promise.all(taken)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 1 },
    ]);
    expect(state).toEqual({ opened: 1, open: 1, atMost: 1 });

    await first.return?.();
    await settled();
    expect(state.open).toBe(1);
    await second.return?.();
    await settled();
    expect(state).toEqual({ opened: 1, open: 0, atMost: 1 });
    expect((await second.next()).done).toBe(true);
    expect(state.opened).toBe(1);
  });

  it("says what the source says of itself, where it does", () => {
    const { source } = manualSource();
    expect(share(source).describe).toBeUndefined();
    const says = { device: "camera" };
    expect(share(Object.assign(source, { describe: () => says })).describe?.()).toBe(says);
  });

  it("holds one source at a time: the next is opened when the one before has closed", async () => {
    const { source, state, give, holdClosing } = manualSource();
    const shared = share(source);
    const release = holdClosing();
    const first = open(shared());
    const taken = first.next();
    await give(1);
    await taken;
    await first.return?.();

    const second = open(shared());
    const waiting = second.next();
    await settled();
    expect(state).toEqual({ opened: 1, open: 1, atMost: 1 });
    release();
    await settled();
    await give(2);
    expect(await waiting).toEqual({ done: false, value: 2 });
    expect(state).toEqual({ opened: 2, open: 1, atMost: 1 });
    await second.return?.();
  });

  it("does not open at all for a reader that left while the one before was closing", async () => {
    const { source, state, give, holdClosing } = manualSource();
    const shared = share(source);
    const release = holdClosing();
    const first = open(shared());
    const taken = first.next();
    await give(1);
    await taken;
    await first.return?.();

    const second = open(shared());
    const waiting = second.next();
    await settled();
    await second.return?.();
    release();
    await settled();
    expect((await waiting).done).toBe(true);
    expect(state).toEqual({ opened: 1, open: 0, atMost: 1 });
  });

  it("gives a slow reader the newest, counts what it missed, and slows nobody", async () => {
    const { source, give } = manualSource();
    const shared = share(source);
    const [slow, quick] = [shared(), shared()];
    const [slowly, quickly] = [open(slow), open(quick)];
    const first = slowly.next();
    const seen: number[] = [];
    for (let value = 1; value <= 5; value++) {
      const next = quickly.next();
      await give(value);
      seen.push((await next).value);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(quick.dropped).toBe(0);
    expect(await first).toEqual({ done: false, value: 1 });
    expect(await slowly.next()).toEqual({ done: false, value: 5 });
    expect(slow.dropped).toBe(3);
    await Promise.all([slowly.return?.(), quickly.return?.()]);
  });

  it("ends all readers with the source, and opens it anew for the next", async () => {
    const { source, state, give, end } = manualSource();
    const shared = share(source);
    const readers = [open(shared()), open(shared())];
    const taken = readers.map((reader) => reader.next());
    await give(1);
    await Promise.all(taken);
    await give(2);
    await end();
    // A value in a slot can still be taken.
    expect(await Promise.all(readers.map((reader) => reader.next()))).toMatchObject([{ value: 2 }, { value: 2 }]);
    for (const reader of readers) expect((await reader.next()).done).toBe(true);

    const later = open(shared());
    const waiting = later.next();
    await settled();
    await give(3);
    expect(await waiting).toEqual({ done: false, value: 3 });
    expect(state.opened).toBe(2);
    await later.return?.();
  });

  it.each([
    ["in the loop", () => manualSource()],
    ["when it is opened", () => throwing(new Error("The camera is gone."))],
    ["with what is no Error", () => throwing("The camera is gone.")],
  ])("throws what the source throws %s to all readers, who leave no listener behind", async (_, make) => {
    const { source, end } = make();
    const shared = share(source);
    const { signal } = new AbortController();
    const readers = [open(shared({ signal })), open(shared({ signal }))];
    const failed = readers.map((reader) => expect(reader.next()).rejects.toThrow("The camera is gone."));
    await settled();
    await end(new Error("The camera is gone."));
    await Promise.all(failed);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("ends quietly on abort, with nothing after it, and releases the source", async () => {
    const { source, state, give } = manualSource();
    const shared = share(source);
    const controller = new AbortController();
    const [waiting, behind] = [open(shared(controller)), open(shared(controller))];
    const taken = [waiting.next(), behind.next()];
    await give(1);
    await Promise.all(taken);
    const pending = waiting.next();
    await settled();
    await give(2);
    expect(await pending).toEqual({ done: false, value: 2 });

    const last = waiting.next();
    controller.abort();
    expect((await last).done).toBe(true);
    expect((await behind.next()).done).toBe(true);
    await settled();
    expect(state).toEqual({ opened: 1, open: 0, atMost: 1 });
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

  it("keeps quiet about a source that throws when it is aborted", async () => {
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
  it("reads as fast as the source gives, hands on the newest and counts the rest", async () => {
    const { source, give, end } = manualSource();
    const reading = latest(source);
    expect(reading.dropped).toBe(0);
    const reader = open(reading);
    const first = reader.next();
    for (let value = 1; value <= 4; value++) await give(value);
    expect((await first).value).toBe(1);
    expect((await reader.next()).value).toBe(4);
    expect(reading.dropped).toBe(2);
    await end();
    expect((await reader.next()).done).toBe(true);
  });

  it("closes the source when the loop is left", async () => {
    const { source, state, give } = manualSource();
    const read = (async () => {
      for await (const value of latest(source)) return value;
      return undefined;
    })();
    await settled();
    await give(7);
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
    expect(state).toEqual({ opened: 1, open: 0, atMost: 1 });
  });
});

/** A source that throws before it gives an iterator. */
function throwing(error: unknown) {
  const source: Source<number> = () => {
    throw error;
  };
  return { source, end: async () => {} };
}
