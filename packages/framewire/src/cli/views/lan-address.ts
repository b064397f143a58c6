/** The addresses by which other machines of the network reach this one. */
import { networkInterfaces } from "node:os";

const anyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * Returns the host by which other machines reach a program that listens on `address`. For a program that listens on all
 * addresses it is the first address that is not loopback, or `localhost` if there is none. IPv6 is in brackets.
 */
export function lanAddress(address: string): string {
  if (!anyAddress.has(address)) return address.includes(":") ? `[${address}]` : address;
  return lanAddresses()[0] ?? "localhost";
}

/** Returns the IPv4 addresses of this machine, without loopback. */
export function lanAddresses(): readonly string[] {
  return networkAddresses()
    .filter(({ family }) => family === "IPv4")
    .map(({ address }) => address);
}

/** An address of this machine. */
export interface NetworkAddress {
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
  /** The name of the network interface, such as `eth0`. */
  readonly interface: string;
}

/** Returns the addresses of this machine, without loopback and IPv6 link-local ones. */
export function networkAddresses(): readonly NetworkAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
      .map(({ address, family }) => ({ address, family, interface: name })),
  );
}
