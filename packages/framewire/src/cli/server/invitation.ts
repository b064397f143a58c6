/** The server's messages about how to connect to it. */
import type { AddressInfo } from "node:net";
import { isLoopback } from "@framewire/viewer";
import type { ServerProtection } from "../credentials/security.ts";
import type { Reporter } from "../output/reporter.ts";
import { type LanHost, lanAddress, lanHosts } from "../views/lan-address.ts";
import { clientCommand, clientCommandWithKey } from "./client-command.ts";

/**
 * Logs the command that connects a client, with the key if this machine created it. Under systemd, whose journal keeps
 * the output, the command names the file of the key instead.
 */
export function logInvitation(
  address: Pick<AddressInfo, "address" | "port">,
  { security, storedKey }: ServerProtection,
  { log, showCommand }: Pick<Reporter, "log" | "showCommand">,
): void {
  const { JOURNAL_STREAM } = process.env;
  const command = clientCommand(address, { security });
  if (storedKey && isLoopback(lanAddress(address.address))) log.info(`In another terminal: ${command}`);
  else if (storedKey?.file && JOURNAL_STREAM) {
    log.info(`On the other machine, with the key in ${storedKey.file}: ${command}`);
  } else if (storedKey) showCommand("On the other machine", clientCommandWithKey(storedKey.key, command));
  else log.info(`On the other machine${security.key === undefined ? "" : ", with the same key"}: ${command}`);
  const others = otherAddresses(address);
  if (others !== undefined) log.info(others);
}

/** Returns a sentence with the addresses that are not in the command; `undefined` if there is none. */
export function otherAddresses(
  { address, port }: Pick<AddressInfo, "address" | "port">,
  hosts: readonly LanHost[] = lanHosts(address),
): string | undefined {
  const [, ...others] = hosts.map(({ host, interface: name }) => `${host}:${port}${name ? ` (${name})` : ""}`);
  return others.length === 0 ? undefined : `This machine's other addresses: ${others.join(", ")}.`;
}

/** Returns the notice of the view while no client is connected. It does not contain the key. */
export function noticeFor(port: number, { security }: ServerProtection): string {
  return `Waiting for a client on port ${port}${security.key === undefined ? "" : ", with this server's key"}.`;
}
