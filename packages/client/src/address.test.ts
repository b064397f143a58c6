import { isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPort, formatAddress, parseAddress } from "./address.ts";

describe("parseAddress", () => {
  it.each([
    ["localhost", "localhost", 4700],
    ["localhost:4800", "localhost", 4800],
    ["192.168.1.20", "192.168.1.20", 4700],
    ["192.168.1.20:1", "192.168.1.20", 1],
    ["camera.local:65535", "camera.local", 65_535],
    ["my-machine_2", "my-machine_2", 4700],
    ["küche.local", "küche.local", 4700],
    ["::1", "::1", 4700],
    ["[::1]", "::1", 4700],
    ["[::1]:4800", "::1", 4800],
    ["fe80::1%eth0", "fe80::1%eth0", 4700],
    ["[fe80::1%br-lan]:4800", "fe80::1%br-lan", 4800],
    ["fe80::1%25eth0", "fe80::1%eth0", 4700],
    ["[fe80::1%25wlan0]:4800", "fe80::1%wlan0", 4800],
    ["fe80::1%25", "fe80::1%25", 4700],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.1", 4700],
    ["2001:db8::4700", "2001:db8::4700", 4700],
  ])("parses %s", (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  it.each([
    "",
    " ",
    ":4700",
    "localhost:",
    "localhost:0",
    "localhost:65536",
    "localhost:4700:1",
    "localhost:47oo",
    "localhost:-1",
    "http://localhost:4700",
    "localhost/video",
    "two words",
    "[localhost]:4700",
    "[::1",
    "::1]",
    "[]:4700",
    "[::1]4700",
    "1:2:3:4:5:6:7:8:9",
  ])("refuses “%s”, with examples of valid addresses", (text) => {
    expect(() => parseAddress(text)).toThrow(RangeError);
    expect(() => parseAddress(text)).toThrow(
      `“${text}” is not an address. Write a name or an IP address, with a port if it is not 4700: 192.168.1.20:4700, or [fe80::1]:4700.`,
    );
  });

  it.each([
    ["http://bob:se#cret@cam:8080/video", "…@cam:8080/video"],
    ["cam:8080/video?pwd=secret", "cam:8080/video?…"],
  ])("repeats no password of %s", (text, shown) => {
    expect(() => parseAddress(text)).toThrow(`“${shown}” is not an address.`);
  });

  it("parses every address that formatAddress returns", () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.constantFrom("localhost", "fe80::1%wlan0"));
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        expect(parseAddress(formatAddress({ host, port }))).toEqual({ host, port });
        expect(parseAddress(host)).toEqual({ host, port: defaultPort });
      }),
    );
  });

  it("returns a host without brackets and a port in range, or throws a RangeError, for any text", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(..."[]:.%/0149af x"), maxLength: 20 }),
    );
    fc.assert(
      fc.property(text, (text) => {
        try {
          const { host, port } = parseAddress(text);
          expect(host).toMatch(/^[^[\]/\s]+$/);
          if (host.includes(":")) expect(isIPv6(host)).toBe(true);
          expect(port).toBeGreaterThan(0);
          expect(port).toBeLessThan(65_536);
          expect(parseAddress(formatAddress({ host, port }))).toEqual({ host, port });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("formatAddress", () => {
  it("puts an IPv6 address in brackets", () => {
    expect(formatAddress({ host: "::1", port: 4700 })).toBe("[::1]:4700");
    expect(formatAddress({ host: "192.0.2.1", port: 1 })).toBe("192.0.2.1:1");
  });
});
