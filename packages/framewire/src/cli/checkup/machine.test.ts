import { expect, it } from "vitest";
import { addressFinding, lookAtMachine } from "./machine.ts";

it("says on what it runs", () => {
  const { data, findings } = lookAtMachine();
  expect(data).toMatchObject({ node: process.versions.node, platform: process.platform, arch: process.arch });
  expect(findings[0]?.says).toContain(`${process.versions.node} on `);
  for (const { address } of data.addresses) expect(address).not.toMatch(/^(127\.|::1$|fe80:)/);
});

it("shows addresses with their networks, the short ones where there are some", () => {
  const long = { address: "2001:db8::7", family: "IPv6", interface: "eth0" } as const;
  const short = { address: "192.168.1.20", family: "IPv4", interface: "wlan0" } as const;
  expect(addressFinding([long, short])).toMatchObject({ state: "fine", says: "192.168.1.20 (wlan0)" });
  expect(addressFinding([long])).toMatchObject({ state: "fine", says: "2001:db8::7 (eth0)" });
  expect(addressFinding([])).toMatchObject({ state: "advice", fix: expect.stringContaining("network") });
});
