import { describe, expect, it } from "vitest";
import { BandwidthEstimator, type DeliveryRateSample } from "./bandwidth-estimator.ts";

/** A capacity to which frames come one after another at a rate, in bytes a microsecond. */
function start() {
  const capacity = new BandwidthEstimator();
  let at = 0;
  return {
    get value() {
      return capacity.value ?? Number.NaN;
    },
    add({ bytes, service }: Pick<DeliveryRateSample, "bytes" | "service">, queued = true) {
      at += service;
      capacity.add({ bytes, service, at, queued });
    },
    frames(count: number, rate: number, bytes = 30_000) {
      for (let i = 0; i < count; i++) this.add({ bytes, service: bytes / rate }, false);
    },
    pause(microseconds: number) {
      at += microseconds;
    },
  };
}

describe("the capacity of a path", () => {
  it("is not known before something came, and then what that says", () => {
    const capacity = new BandwidthEstimator();
    expect(capacity.value).toBeUndefined();
    capacity.add({ bytes: 30_000, service: 60_000, at: 1, queued: false });
    expect(capacity.value).toBeCloseTo(0.5);
  });

  it("is not moved by a lost packet, which holds back what comes all at once then", () => {
    const path = start();
    path.frames(10, 1);
    for (let loss = 0; loss < 3; loss++) {
      path.add({ bytes: 30_000, service: 110_000 });
      path.add({ bytes: 30_000, service: 1_000 });
      path.add({ bytes: 30_000, service: 100 });
      expect(path.value).toBeGreaterThan(0.9);
      expect(path.value).toBeLessThan(1.1);
      path.frames(4, 1);
    }
  });

  it("is not moved by many that were held back, either", () => {
    const path = start();
    path.frames(10, 1);
    path.add({ bytes: 30_000, service: 250_000 });
    for (let i = 0; i < 8; i++) path.add({ bytes: 30_000, service: 3_000 });
    expect(path.value).toBeGreaterThan(0.9);
    expect(path.value).toBeLessThan(1.1);
  });

  it("rises when what waited for nothing comes faster", () => {
    const path = start();
    path.frames(10, 1);
    path.frames(16, 5);
    expect(path.value).toBeCloseTo(5);
  });

  it("falls at once when a path has become much slower", () => {
    const path = start();
    path.frames(16, 1);
    path.add({ bytes: 30_000, service: 600_000 });
    expect(path.value).toBeLessThan(0.2);
    expect(path.value).toBeGreaterThan(0.04);
  });

  it("takes what is little work together with what follows", () => {
    const path = start();
    for (let i = 0; i < 100; i++) path.add({ bytes: 500, service: i % 3 === 0 ? 1_300 : 100 }, false);
    expect(path.value).toBeGreaterThan(0.7);
    expect(path.value).toBeLessThan(1.4);
  });

  it("forgets what is old", () => {
    const path = start();
    path.frames(16, 1);
    path.pause(2_000_000);
    path.frames(3, 0.5);
    expect(path.value).toBeCloseTo(0.5);
  });

  it("keeps the latest few, however old", () => {
    const path = start();
    path.frames(16, 1);
    path.pause(60_000_000);
    path.add({ bytes: 30_000, service: 20_000 }, false);
    expect(path.value).toBeCloseTo(1);
  });
});
