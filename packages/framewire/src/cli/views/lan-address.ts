import { networkInterfaces } from "node:os";

const anyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * By what others of the network reach a program on this machine that listens on `address`: for all addresses the
 * first that is not loopback, or `localhost` where there is none; IPv6 in brackets, as addresses with a port have it.
 */
export function lanAddress(address: string): string {
  if (!anyAddress.has(address)) return address.includes(":") ? `[${address}]` : address;
  return lanAddresses()[0] ?? "localhost";
}

/** The IPv4 addresses by which others of the network reach this machine. */
export function lanAddresses(): readonly string[] {
  return networkAddresses()
    .filter(({ family }) => family === "IPv4")
    .map(({ address }) => address);
}

/** By what others reach this machine. */
export interface NetworkAddress {
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
  /** What the system calls the network's interface, such as `eth0`. */
  readonly interface: string;
}

/** All addresses by which others reach this machine; those of IPv6 that hold on one cable only are not among them. */
export function networkAddresses(): readonly NetworkAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
      .map(({ address, family }) => ({ address, family, interface: name })),
  );
}
