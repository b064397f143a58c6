import type { AddressInfo } from "node:net";
import type { ServerProtection } from "../credentials/security.ts";
import { keyVariable } from "../options/security-options.ts";
import { lanAddress } from "../views/lan-address.ts";

type Address = Pick<AddressInfo, "address" | "port">;
type Protection = Pick<ServerProtection, "security">;

/** The command that calls this server from another machine of the network, without the key that it may take. */
export function commandFor({ address, port }: Address, { security }: Protection): string {
  const option = security.insecure ? " --insecure" : security.tls ? " --tls" : "";
  return `pnpm --filter client start ${lanAddress(address)}:${port}${option}`;
}

/** The same with the key, which goes by the environment: no list of processes shows that. */
export function commandWithKey(key: string, command: string): string {
  return `${keyVariable}=${key} ${command}`;
}
