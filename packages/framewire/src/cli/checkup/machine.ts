/** Checks Node, the operating system and the network addresses. */
import { arch, availableParallelism, platform, release } from "node:os";
import { type NetworkAddress, networkAddresses } from "../views/lan-address.ts";
import type { CheckResult, Finding } from "./finding.ts";

/** This machine. */
export interface MachineReport {
  readonly node: string;
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  /** Processors that Node may use. */
  readonly processors: number;
  readonly addresses: readonly NetworkAddress[];
}

const systems: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS (Darwin)", win32: "Windows" };

/** Reports Node, the system and the network addresses. */
export function checkMachine(): CheckResult<MachineReport> {
  const data: MachineReport = {
    node: process.versions.node,
    platform: platform(),
    release: release(),
    arch: arch(),
    processors: availableParallelism(),
    addresses: networkAddresses(),
  };
  const system = `${systems[data.platform] ?? data.platform} ${data.release}`;
  const processors = data.processors === 1 ? "1 processor" : `${data.processors} processors`;
  return {
    data,
    findings: [
      { topic: "Node", status: "ok", message: `${data.node} on ${system}, ${data.arch}, ${processors}` },
      addressFinding(data.addresses),
    ],
  };
}

/** Lists the IPv4 addresses, or the IPv6 ones if there are no others: a terminal has room for few. */
export function addressFinding(addresses: readonly NetworkAddress[]): Finding {
  if (addresses.length === 0) {
    return {
      topic: "Network",
      status: "warning",
      message: "this machine has no address that others could reach",
      fix: "Join a network, by cable or Wi-Fi. Until then only programs on this machine can connect.",
    };
  }
  const ipv4 = addresses.filter(({ family }) => family === "IPv4");
  const listed = (ipv4.length > 0 ? ipv4 : addresses).map(({ address, interface: name }) => `${address} (${name})`);
  return { topic: "Network", status: "ok", message: listed.join(", ") };
}
