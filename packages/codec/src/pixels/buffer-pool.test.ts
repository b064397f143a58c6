import { describe, expect, it } from "vitest";
import { createBufferPool } from "./buffer-pool.ts";

describe("createBufferPool", () => {
  it("hands out what it was given, and keeps no more than its limit", () => {
    const pool = createBufferPool(2);
    const buffers = [pool.take(10), pool.take(10), pool.take(10)];
    for (const buffer of buffers) pool.give(buffer);
    const again = [pool.take(10), pool.take(10), pool.take(10)];
    expect(again.filter((buffer) => buffers.includes(buffer))).toHaveLength(2);
    expect(new Set(again).size).toBe(3);
  });

  it("keeps only what fits the size that was last asked for", () => {
    const pool = createBufferPool(2);
    const [small, large] = [pool.take(10), pool.take(20)];
    pool.give(small);
    pool.give(large);
    expect(pool.take(20)).toBe(large);
    expect(pool.take(10)).not.toBe(small);
  });

  it("keeps nothing once closed", () => {
    const pool = createBufferPool(2);
    const buffer = pool.take(10);
    pool.close();
    pool.give(buffer);
    expect(pool.take(10)).not.toBe(buffer);
  });
});
