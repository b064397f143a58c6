import { describe, expect, it } from "vitest";
import { isLoopback } from "./access.ts";

describe("a loopback address", () => {
  it.each(["localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])("is %s", (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each([
    "127.example.org",
    "::ffff:127.example.org",
    "localhost.example.org",
    "192.0.2.127",
    "0.0.0.0",
    "::",
    "::2",
  ])("is not %s, which others may be or reach", (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});
