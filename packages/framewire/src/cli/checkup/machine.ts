import { arch, availableParallelism, platform, release } from "node:os";
import { type NetworkAddress, networkAddresses } from "../views/lan-address.ts";
import type { Finding, Looked } from "./finding.ts";

/** What this machine is, and how others reach it. */
export interface MachineReport {
  readonly node: string;
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  /** That Node may use. */
  readonly processors: number;
  readonly addresses: readonly NetworkAddress[];
}

const systems: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS (Darwin)", win32: "Windows" };

/** Looks at Node, the system and the network's addresses. */
export function lookAtMachine(): Looked<MachineReport> {
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
      { topic: "Node", state: "fine", says: `${data.node} on ${system}, ${data.arch}, ${processors}` },
      addressFinding(data.addresses),
    ],
  };
}

/** Those of IPv4 are shown, where there are any: a terminal has room for few. */
export function addressFinding(addresses: readonly NetworkAddress[]): Finding {
  if (addresses.length === 0) {
    return {
      topic: "Network",
      state: "advice",
      says: "this machine has no address that others could reach",
      fix: "Join a network, by cable or Wi-Fi. Until then only programs on this machine can connect.",
    };
  }
  const short = addresses.filter(({ family }) => family === "IPv4");
  const shown = (short.length > 0 ? short : addresses).map(({ address, interface: name }) => `${address} (${name})`);
  return { topic: "Network", state: "fine", says: shown.join(", ") };
}
