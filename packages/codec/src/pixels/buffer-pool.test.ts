import { describe, expect, it } from "vitest";
import { createBufferPool } from "./buffer-pool.ts";

describe("createBufferPool", () => {
  it("returns released buffers, and keeps at most its limit", () => {
    const pool = createBufferPool(2);
    const buffers = [pool.take(10), pool.take(10), pool.take(10)];
    for (const buffer of buffers) pool.release(buffer);
    const again = [pool.take(10), pool.take(10), pool.take(10)];
    expect(again.filter((buffer) => buffers.includes(buffer))).toHaveLength(2);
    expect(new Set(again).size).toBe(3);
  });

  it("keeps only buffers of the size that was last requested", () => {
    const pool = createBufferPool(2);
    const [small, large] = [pool.take(10), pool.take(20)];
    pool.release(small);
    pool.release(large);
    expect(pool.take(20)).toBe(large);
    expect(pool.take(10)).not.toBe(small);
  });

  it("keeps nothing once closed", () => {
    const pool = createBufferPool(2);
    const buffer = pool.take(10);
    pool.close();
    pool.release(buffer);
    expect(pool.take(10)).not.toBe(buffer);
  });
});
