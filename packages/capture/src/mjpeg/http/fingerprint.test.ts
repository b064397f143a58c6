import { expect, it } from "vitest";
import { parseFingerprint } from "./fingerprint.ts";

const hex = "0123456789abcdef".repeat(4);
const shown = (hex.toUpperCase().match(/../g) ?? []).join(":");

it.each([hex, shown, shown.toLowerCase(), `sha256:${hex}`, `SHA-256=${shown}`, shown.replaceAll(":", " ")])(
  "parseFingerprint reads %s",
  (text) => {
    expect(parseFingerprint(text)).toBe(shown);
  },
);

it.each(["", "AA:BB", hex.slice(2), `${hex}00`, hex.replace("0", "g")])("parseFingerprint refuses %j", (text) => {
  expect(() => parseFingerprint(text)).toThrow(expect.objectContaining({ code: "usage" }));
});
