import { expect, it } from "vitest";
import { addressFinding, checkMachine } from "./machine.ts";

it("reports Node, the system and the addresses", () => {
  const { data, findings } = checkMachine();
  expect(data).toMatchObject({ node: process.versions.node, platform: process.platform, arch: process.arch });
  expect(findings[0]?.message).toContain(`${process.versions.node} on `);
  for (const { address } of data.addresses) expect(address).not.toMatch(/^(127\.|::1$|fe80:)/);
});

it("lists IPv4 addresses with their interfaces, and IPv6 ones only without IPv4", () => {
  const ipv6 = { address: "2001:db8::7", family: "IPv6", interface: "eth0" } as const;
  const ipv4 = { address: "192.168.1.20", family: "IPv4", interface: "wlan0" } as const;
  expect(addressFinding([ipv6, ipv4])).toMatchObject({ status: "ok", message: "192.168.1.20 (wlan0)" });
  expect(addressFinding([ipv6])).toMatchObject({ status: "ok", message: "2001:db8::7 (eth0)" });
  expect(addressFinding([])).toMatchObject({ status: "warning", fix: expect.stringContaining("network") });
});
