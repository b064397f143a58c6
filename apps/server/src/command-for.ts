import type { AddressInfo } from "node:net";
import { lanAddress } from "terminal";

/** The command that calls this server from another machine of the network. */
export function commandFor({ address, port }: Pick<AddressInfo, "address" | "port">): string {
  return `pnpm --filter client start ${lanAddress(address)}:${port}`;
}
