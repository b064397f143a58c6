import { isIPv4 } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";
import { expect, it } from "vitest";
import { lanAddress, lanAddresses, lanHosts, networkAddresses } from "./lan-address.ts";

it("is the address itself, in brackets for IPv6", () => {
  expect(lanAddress("192.168.1.20")).toBe("192.168.1.20");
  expect(lanAddress("fe80::1")).toBe("[fe80::1]");
});

it.each(["0.0.0.0", "::"])("is an address of the network for a program that listens on all: %s", (any) => {
  const hosts = lanHosts(any).map(({ host }) => host);
  expect(lanAddress(any)).toBe(hosts[0] ?? "localhost");
  expect(hosts).toEqual(expect.arrayContaining([...lanAddresses()]));
  for (const address of lanAddresses()) {
    expect(isIPv4(address)).toBe(true);
    expect(address).not.toMatch(/^127\./);
  }
});

it("the likely address is first: of the default route, of a network card, of a local network", () => {
  const interfaces = {
    lo: [own("127.0.0.1", { internal: true })],
    docker0: [own("172.17.0.1")],
    tailscale0: [own("100.101.102.103")],
    eth1: [own("203.0.113.9"), own("10.0.0.7")],
    wlan0: [own("fe80::1"), own("2001:db8::7"), own("192.168.1.20")],
    eth2: [own("169.254.3.4")],
  };
  const order = (defaultInterface?: string): readonly string[] =>
    networkAddresses(interfaces, defaultInterface ?? "none").map(({ address }) => address);
  expect(order("wlan0")).toEqual([
    ...["192.168.1.20", "10.0.0.7", "203.0.113.9", "172.17.0.1", "100.101.102.103", "169.254.3.4", "2001:db8::7"],
  ]);
  expect(order("eth1").slice(0, 3)).toEqual(["10.0.0.7", "203.0.113.9", "192.168.1.20"]);
  // A VPN often has the default route; the other machine is in the local network.
  expect(order("tailscale0")[0]).toBe("10.0.0.7");
  const addresses = networkAddresses(interfaces, "wlan0");
  expect(lanHosts("0.0.0.0", addresses).at(-1)).toEqual({ host: "169.254.3.4", interface: "eth2" });
  expect(lanHosts("::", addresses).at(-1)).toEqual({ host: "[2001:db8::7]", interface: "wlan0" });
});

function own(address: string, { internal = false } = {}): NetworkInterfaceInfo {
  const common = { address, netmask: "", mac: "", internal, cidr: null };
  return address.includes(":") ? { ...common, family: "IPv6", scopeid: 0 } : { ...common, family: "IPv4" };
}
