import { describe, expect, it } from "vitest";
import { parseDuration, parseFps, parseLatency, parseSize, parseWhole } from "./parse.ts";

describe("sizes", () => {
  it("are width x height", () => {
    expect(parseSize("1280x720")).toEqual({ width: 1280, height: 720 });
    expect(parseSize("16X9")).toEqual({ width: 16, height: 9 });
  });
  it.each(["", "1280", "1280x", "x720", "1280x720x2", "-1x5", "1.5x2", "123456x1", " 1x1"])("are not “%s”", (text) => {
    expect(() => parseSize(text)).toThrow("such as 1280x720");
  });
});

describe("times", () => {
  it.each([
    ["10s", 10_000],
    ["10", 10_000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
    ["0", 0],
    ["576h", 2_073_600_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
  // A timer of Node treats more than 2^31 ms as 1 ms.
  it.each(["", "s", "10 s", "-1s", "1e3", "ten", "1d", "600h"])("“%s” is not one", (text) => {
    expect(() => parseDuration(text)).toThrow("such as 10s");
  });
});

describe("latency targets", () => {
  it.each([
    ["80ms", 80],
    ["0.5s", 500],
    ["150ms", 150],
    ["10ms", 10],
    ["60s", 60_000],
    ["1m", 60_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseLatency(text)).toBe(ms);
  });
  // A bare number is seconds elsewhere: 150 would be two and a half minutes.
  it.each(["", "150", "9ms", "61s", "0", "0ms", "-80ms", "soon", "ms", "80 ms"])("“%s” is not one", (text) => {
    expect(() => parseLatency(text)).toThrow(/such as (150ms|10s)/);
  });
});

describe("numbers", () => {
  const parsePort = parseWhole(0, 65_535);
  it("are whole and within their bounds", () => {
    expect([parsePort("0"), parsePort("4700"), parsePort("65535")]).toEqual([0, 4700, 65_535]);
  });
  it.each(["", "65536", "-1", "1.5", "0x10", "1e2", "port"])("are not “%s”", (text) => {
    expect(() => parsePort(text)).toThrow("from 0 to 65535");
  });
  it("of frames a second may be fractional", () => {
    expect([parseFps("29.97"), parseFps("0.1"), parseFps("240")]).toEqual([29.97, 0.1, 240]);
    for (const text of ["0", "241", "", "Infinity", "-5"]) expect(() => parseFps(text)).toThrow("from 0.1 to 240");
  });
});
