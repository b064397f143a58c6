/** The command that connects a client to this server. */
import type { AddressInfo } from "node:net";
import type { ServerProtection } from "../credentials/security.ts";
import { keyVariable } from "../options/security-options.ts";
import { lanAddress } from "../views/lan-address.ts";

/** Returns the command for another machine of the network, without the pairing key. */
export function clientCommand(
  { address, port }: Pick<AddressInfo, "address" | "port">,
  { security }: Pick<ServerProtection, "security">,
): string {
  const option = security.insecure ? " --insecure" : security.tls ? " --tls" : "";
  return `pnpm --filter client start ${lanAddress(address)}:${port}${option}`;
}

/** Returns the command with the key in an environment variable, which process lists do not show. */
export function clientCommandWithKey(key: string, command: string): string {
  return `${keyVariable}=${key} ${command}`;
}
