import { describe, expect, it } from "vitest";
import { BandwidthEstimator, type DeliveryRateSample } from "./bandwidth-estimator.ts";

/** A path whose frames are delivered one after another at a rate, in bytes per microsecond. */
function start() {
  const estimator = new BandwidthEstimator();
  let at = 0;
  return {
    get value() {
      return estimator.value ?? Number.NaN;
    },
    add({ bytes, transmissionTime }: Pick<DeliveryRateSample, "bytes" | "transmissionTime">, queued = true) {
      at += transmissionTime;
      estimator.add({ bytes, transmissionTime, at, queued });
    },
    frames(count: number, rate: number, bytes = 30_000) {
      for (let i = 0; i < count; i++) this.add({ bytes, transmissionTime: bytes / rate }, false);
    },
    pause(microseconds: number) {
      at += microseconds;
    },
  };
}

describe("the bandwidth of a path", () => {
  it("is unknown before the first sample, and then that sample's", () => {
    const estimator = new BandwidthEstimator();
    expect(estimator.value).toBeUndefined();
    estimator.add({ bytes: 30_000, transmissionTime: 60_000, at: 1, queued: false });
    expect(estimator.value).toBeCloseTo(0.5);
  });

  it("is not moved by a lost packet, behind which frames are held back and then released at once", () => {
    const path = start();
    path.frames(10, 1);
    for (let loss = 0; loss < 3; loss++) {
      path.add({ bytes: 30_000, transmissionTime: 110_000 });
      path.add({ bytes: 30_000, transmissionTime: 1_000 });
      path.add({ bytes: 30_000, transmissionTime: 100 });
      expect(path.value).toBeGreaterThan(0.9);
      expect(path.value).toBeLessThan(1.1);
      path.frames(4, 1);
    }
  });

  it("is not moved by many frames that were held back, either", () => {
    const path = start();
    path.frames(10, 1);
    path.add({ bytes: 30_000, transmissionTime: 250_000 });
    for (let i = 0; i < 8; i++) path.add({ bytes: 30_000, transmissionTime: 3_000 });
    expect(path.value).toBeGreaterThan(0.9);
    expect(path.value).toBeLessThan(1.1);
  });

  it("rises when frames without a queue before them are faster", () => {
    const path = start();
    path.frames(10, 1);
    path.frames(16, 5);
    expect(path.value).toBeCloseTo(5);
  });

  it("falls at once when the path becomes much slower", () => {
    const path = start();
    path.frames(16, 1);
    path.add({ bytes: 30_000, transmissionTime: 600_000 });
    expect(path.value).toBeLessThan(0.2);
    expect(path.value).toBeGreaterThan(0.04);
  });

  it("merges short samples with the next", () => {
    const path = start();
    for (let i = 0; i < 100; i++) path.add({ bytes: 500, transmissionTime: i % 3 === 0 ? 1_300 : 100 }, false);
    expect(path.value).toBeGreaterThan(0.7);
    expect(path.value).toBeLessThan(1.4);
  });

  it("forgets old samples", () => {
    const path = start();
    path.frames(16, 1);
    path.pause(2_000_000);
    path.frames(3, 0.5);
    expect(path.value).toBeCloseTo(0.5);
  });

  it("keeps the latest three samples, however old", () => {
    const path = start();
    path.frames(16, 1);
    path.pause(60_000_000);
    path.add({ bytes: 30_000, transmissionTime: 20_000 }, false);
    expect(path.value).toBeCloseTo(1);
  });
});
