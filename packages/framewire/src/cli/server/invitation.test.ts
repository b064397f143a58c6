import { expect, it } from "vitest";
import { otherAddresses } from "./invitation.ts";

it("names the addresses that are not in the command, with their interfaces", () => {
  const address = { address: "0.0.0.0", port: 4700 };
  const hosts = [
    { host: "192.168.1.20", interface: "wlan0" },
    { host: "10.0.0.7", interface: "eth0" },
    { host: "[2001:db8::7]", interface: "eth0" },
  ];
  expect(otherAddresses(address, hosts)).toBe(
    "This machine's other addresses: 10.0.0.7:4700 (eth0), [2001:db8::7]:4700 (eth0).",
  );
  expect(otherAddresses(address, hosts.slice(0, 1))).toBeUndefined();
  expect(otherAddresses({ address: "192.168.1.20", port: 4700 })).toBeUndefined();
});
