import { describe, expect, it } from "vitest";
import { nalUnits, startsWithStartCode } from "./annex-b.ts";
import { BitReader } from "./bit-reader.ts";
import { readH264Sps } from "./h264-sps.ts";

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

describe("readH264Sps", () => {
  it.each([
    ["High, 768x576, by x264", "6764001facb40600934d40404050000003001000000303c8f1832a", { width: 768, height: 576 }],
    ["Baseline, 768x576, by x264", "6742c01fda030049a6a0202028000003000800000301e478c195", { width: 768, height: 576 }],
    // The cropped 8 rows of 1088.
    [
      "High, 1920x1080, by x264",
      "67640028acd940780227e5c044000003000400000300c83c60c658",
      { width: 1920, height: 1080 },
    ],
  ])("reads the size of %s", (_, hex, size) => {
    expect(readH264Sps(bytes(hex))).toEqual(size);
  });

  it.each([
    ["nothing", ""],
    ["a header alone", "67"],
    ["one cut short", "6764001facb406"],
    ["zeros", "67000000000000000000"],
    ["one that is too long", `67${"64001facb4".repeat(300)}`],
  ])("finds no size in %s", (_, hex) => {
    expect(readH264Sps(bytes(hex))).toBeUndefined();
  });
});

describe("nalUnits", () => {
  it("splits at start codes of three and four bytes, without the zeros before them", () => {
    const units = [...nalUnits(bytes("00000001 6701 000001 6802 00000001 6503"))];
    expect(units.map((unit) => Buffer.from(unit).toString("hex"))).toEqual(["6701", "6802", "6503"]);
  });

  it("finds none in other data", () => {
    expect([...nalUnits(bytes("ffd8ffe0"))]).toEqual([]);
  });
});

it.each([
  ["00000001", true],
  ["00000165", true],
  ["00000002", false],
  ["ffd8ff", false],
  ["", false],
])("knows a start code: %s", (hex, starts) => {
  expect(startsWithStartCode(bytes(hex))).toBe(starts);
});

describe("BitReader", () => {
  it("reads Exp-Golomb codes", () => {
    // 1 | 010 | 011 | 00100 | 00101
    const reader = new BitReader(bytes("a6428000"));
    expect([reader.ue(), reader.ue(), reader.ue(), reader.ue()]).toEqual([0, 1, 2, 3]);
    expect(new BitReader(bytes("a6428000")).se()).toBe(0);
    expect(new BitReader(bytes("40")).se()).toBe(1);
    expect(new BitReader(bytes("60")).se()).toBe(-1);
  });

  it("removes emulation prevention bytes", () => {
    expect(new BitReader(bytes("0000030100000302")).bits(32)).toBe(0x00000100);
  });

  it("says that it has read too far, and returns zeros from there on", () => {
    const reader = new BitReader(bytes("ff"));
    expect([reader.bits(8), reader.overrun, reader.bits(8), reader.overrun]).toEqual([255, false, 0, true]);
    expect(new BitReader(bytes("0000")).ue()).toBeGreaterThan(0);
  });
});
