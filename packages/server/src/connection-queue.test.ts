import { setImmediate } from "node:timers/promises";
import type { Connection } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { createConnectionQueue } from "./connection-queue.ts";

/** As much of a connection as the queue looks at. */
function connectionThatCloses(closed: Promise<unknown>): Connection {
  return { closed } as unknown as Connection;
}

describe("the queue of connections", () => {
  it("gives who waits even a connection that has closed already", async () => {
    const queue = createConnectionQueue();
    const taken = queue.take();
    const brief = connectionThatCloses(Promise.resolve());
    queue.add(brief);
    expect((await taken).value).toBe(brief);
  });

  it("holds open connections only, in their order", async () => {
    const queue = createConnectionQueue();
    const first = connectionThatCloses(new Promise(() => {}));
    const brief = connectionThatCloses(Promise.resolve());
    const last = connectionThatCloses(new Promise(() => {}));
    for (const connection of [first, brief, last]) queue.add(connection);
    await setImmediate();
    await setImmediate();
    queue.close();
    expect((await queue.take()).value).toBe(first);
    expect((await queue.take()).value).toBe(last);
    expect((await queue.take()).done).toBe(true);
  });
});
