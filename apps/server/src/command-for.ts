import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";

const anyAddress = new Set(["0.0.0.0", "::"]);

/** The command that calls this server from another machine of the network. */
export function commandFor({ address, port }: Pick<AddressInfo, "address" | "port">): string {
  const host = anyAddress.has(address) ? lanAddress() : address.includes(":") ? `[${address}]` : address;
  return `pnpm --filter client start ${host}:${port}`;
}

/** The first address by which others reach this machine; localhost where there is none. */
function lanAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "localhost";
}
