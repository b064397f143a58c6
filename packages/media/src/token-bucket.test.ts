import { describe, expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

function take(bucket: TokenBucket, count: number, at: number): number {
  return Array.from({ length: count }, () => bucket.take(at)).filter(Boolean).length;
}

describe("TokenBucket", () => {
  it("allows a burst at once, and then the rate per second", () => {
    const bucket = new TokenBucket({ perSecond: 100, burst: 200, at: 0 });
    expect(take(bucket, 300, 0)).toBe(200);
    for (let second = 1; second < 10; second++) expect(take(bucket, 300, second * 1e6)).toBe(100);
  });

  it("fills up to its burst", () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 5, at: 0 });
    expect(take(bucket, 5, 0)).toBe(5);
    expect(take(bucket, 9, 3600e6)).toBe(5);
  });

  it("adds nothing when the clock goes back", () => {
    const bucket = new TokenBucket({ perSecond: 1, burst: 1, at: 10e6 });
    expect(bucket.take(10e6)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(10.5e6)).toBe(false);
    expect(bucket.take(11e6)).toBe(true);
  });

  it("has no bound where the rate and the burst are infinite", () => {
    const bucket = new TokenBucket({ perSecond: Infinity, burst: Infinity, at: 0 });
    expect(take(bucket, 1e4, 0)).toBe(1e4);
    expect(take(bucket, 1e4, 1)).toBe(1e4);
  });
});
