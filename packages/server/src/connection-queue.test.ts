import { setImmediate } from "node:timers/promises";
import type { Connection } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { createConnectionQueue } from "./connection-queue.ts";

/** The part of a connection that the queue uses. */
function connectionClosing(closed: Promise<unknown>): Connection {
  return { closed } as unknown as Connection;
}

describe("the connection queue", () => {
  it("returns a connection that has closed already to a waiting reader", async () => {
    const queue = createConnectionQueue();
    const next = queue.next();
    const brief = connectionClosing(Promise.resolve());
    queue.add(brief);
    expect((await next).value).toBe(brief);
  });

  it("without a reader contains open connections only, in order", async () => {
    const queue = createConnectionQueue();
    const first = connectionClosing(new Promise(() => {}));
    const brief = connectionClosing(Promise.resolve());
    const last = connectionClosing(new Promise(() => {}));
    for (const connection of [first, brief, last]) queue.add(connection);
    await setImmediate();
    await setImmediate();
    queue.close();
    expect((await queue.next()).value).toBe(first);
    expect((await queue.next()).value).toBe(last);
    expect((await queue.next()).done).toBe(true);
  });
});
