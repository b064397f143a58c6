/** Checks that every transport must pass. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { until } from "test-support/until";
import { expect, it } from "vitest";
import type { Transport } from "../src/transports/transport.ts";
import { openResources, released } from "./resources.ts";

interface Recording {
  readonly bytes: () => Uint8Array;
  readonly length: number;
  readonly closes: readonly (Error | undefined)[];
}

/** Starts a transport and records its callbacks. */
function record(transport: Transport): Recording {
  const chunks: Uint8Array[] = [];
  const closes: (Error | undefined)[] = [];
  let length = 0;
  transport.start({
    data(chunk) {
      // The receiver owns the bytes: they are kept without a copy.
      chunks.push(chunk);
      length += chunk.byteLength;
    },
    closed: (error) => closes.push(error),
  });
  return {
    bytes: () => Buffer.concat(chunks),
    closes,
    get length() {
      return length;
    },
  };
}

function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = i * 31 + (i >> 8) * 7 + seed;
  return bytes;
}

/** The compliance suite of transports. `pair` returns a new pair of joined transports. */
export function transportChecks(pair: () => Promise<readonly [Transport, Transport]>): void {
  it("has the address of the peer", async () => {
    const [a, b] = await pair();
    record(a);
    record(b);
    expect(a.remoteAddress).not.toBe("");
    expect(b.remoteAddress).not.toBe("");
    a.abort();
    b.abort();
  });

  it("carries bytes in both directions at once, completely and in order, and does not modify the writer's memory", async () => {
    const before = openResources();
    const [a, b] = await pair();
    const [atA, atB] = [record(a), record(b)];
    const sizes = [1, 7, 100, 1_000, 65_535, 65_536, 65_537, 3, 200_000, 1];
    const fromA = sizes.map((size, i) => noise(size, i));
    const fromB = sizes.map((size, i) => noise(size, i + 50)).reverse();
    const copies = fromA.map((part) => part.slice());
    for (let i = 0; i < sizes.length; i += 2) {
      a.write(fromA.slice(i, i + 2));
      b.write(fromB.slice(i, i + 2));
    }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    await until(() => atA.length >= total && atB.length >= total);
    expect(Buffer.compare(atB.bytes(), Buffer.concat(fromA))).toBe(0);
    expect(Buffer.compare(atA.bytes(), Buffer.concat(fromB))).toBe(0);
    expect(Buffer.compare(Buffer.concat(fromA), Buffer.concat(copies))).toBe(0);
    a.close();
    b.close();
    await until(() => atA.closes.length > 0 && atB.closes.length > 0);
    await released(before);
  });

  it("sends only the range of a view, not the memory around it", async () => {
    const [a, b] = await pair();
    record(a);
    const atB = record(b);
    const memory = noise(1_000, 1);
    a.write([memory.subarray(10, 20), memory.subarray(990), memory.subarray(0, 0), memory.subarray(500, 501)]);
    await until(() => atB.length >= 21);
    expect(Buffer.from(atB.bytes())).toEqual(
      Buffer.concat([memory.subarray(10, 20), memory.subarray(990), memory.subarray(500, 501)]),
    );
    a.abort();
    b.abort();
  });

  it("sends all written bytes before it closes", async () => {
    const before = openResources();
    const [a, b] = await pair();
    const [atA, atB] = [record(a), record(b)];
    const large = noise(12 * 2 ** 20, 3);
    a.write([large.subarray(0, 5), large.subarray(5)]);
    a.close();
    await until(() => atB.closes.length > 0);
    expect(atB.length).toBe(large.byteLength);
    expect(Buffer.compare(atB.bytes(), large)).toBe(0);
    b.close();
    await until(() => atA.closes.length > 0);
    expect([atA.closes, atB.closes]).toEqual([[undefined], [undefined]]);
    await released(before);
  });

  it("closes at once when it is aborted, on both sides", async () => {
    const before = openResources();
    const [a, b] = await pair();
    const [atA, atB] = [record(a), record(b)];
    a.write([noise(20 * 2 ** 20, 4)]);
    a.abort();
    await until(() => atA.closes.length > 0 && atB.closes.length > 0);
    b.abort();
    await released(before);
  });

  it("reports closed once, whichever side closes, and however often", async () => {
    const before = openResources();
    const orders: ((a: Transport, b: Transport) => void)[] = [
      (a, b) => [a.close(), b.close()],
      (a) => [a.close(), a.close(), a.abort(), a.close()],
      (a, b) => [a.abort(), b.abort(), a.abort()],
      (a, b) => [a.close(), b.abort()],
    ];
    const recordings: Recording[] = [];
    for (const order of orders) {
      const [a, b] = await pair();
      const [atA, atB] = [record(a), record(b)];
      order(a, b);
      await until(() => atA.closes.length > 0 && atB.closes.length > 0);
      a.abort();
      b.close();
      recordings.push(atA, atB);
    }
    // Once the resources are released, nothing is left that could report it again.
    await released(before);
    await nextTurn();
    for (const { closes } of recordings) expect(closes).toHaveLength(1);
  });

  it("ignores writes after it is closed", async () => {
    const [a, b] = await pair();
    const [atA, atB] = [record(a), record(b)];
    a.write([noise(10, 1)]);
    a.close();
    a.write([noise(10, 2)]);
    await until(() => atB.closes.length > 0);
    b.close();
    b.write([noise(10, 3)]);
    await until(() => atA.closes.length > 0);
    a.write([noise(10, 4)]);
    b.write([noise(10, 5)]);
    expect(atB.length).toBe(10);
    expect(atA.length).toBe(0);
  });
}
