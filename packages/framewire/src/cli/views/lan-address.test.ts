import { isIPv4 } from "node:net";
import { expect, it } from "vitest";
import { lanAddress, lanAddresses } from "./lan-address.ts";

it("is the address itself, in brackets for IPv6", () => {
  expect(lanAddress("192.168.1.20")).toBe("192.168.1.20");
  expect(lanAddress("fe80::1")).toBe("[fe80::1]");
});

it.each(["0.0.0.0", "::"])("is an address of the network for a program that listens on all: %s", (any) => {
  expect(lanAddress(any)).toBe(lanAddresses()[0] ?? "localhost");
  for (const address of lanAddresses()) {
    expect(isIPv4(address)).toBe(true);
    expect(address).not.toMatch(/^127\./);
  }
});
