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
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}
