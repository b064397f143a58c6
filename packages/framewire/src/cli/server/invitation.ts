/** The server's messages about how to connect to it. */
import type { AddressInfo } from "node:net";
import { isLoopback } from "@framewire/viewer";
import type { ServerProtection } from "../credentials/security.ts";
import type { Reporter } from "../output/reporter.ts";
import { type LanHost, lanAddress, lanHosts } from "../views/lan-address.ts";
import type { Notice } from "../views/view.ts";
import { clientCommands } from "./client-command.ts";

/**
 * Logs the command that connects a client, with the key if this machine created it, and the other addresses of this machine.
 * Under systemd, whose journal keeps the output, the command names the file of the key instead.
 */
export function logInvitation(
  address: Pick<AddressInfo, "address" | "port">,
  protection: ServerProtection,
  { log }: Pick<Reporter, "log">,
): void {
  const { JOURNAL_STREAM } = process.env;
  const { security, storedKey } = protection;
  const [{ command, withoutKey }] = clientCommands(address, protection);
  const others = otherAddresses(address);
  if (others !== undefined) log.info(others);
  log.info(`Listening on ${address.address} port ${address.port}; Enter hangs up.`);
  if (storedKey && isLoopback(lanAddress(address.address))) log.info(`In another terminal: ${withoutKey}`);
  else if (storedKey?.file && JOURNAL_STREAM) {
    log.info(`On the other machine, with the key in ${storedKey.file}: ${withoutKey}`);
  } else if (storedKey) log.info(`On the other machine: ${command}`);
  else log.info(`On the other machine${security.key === undefined ? "" : ", with the same key"}: ${withoutKey}`);
}

/** Returns a sentence with the addresses that are not in the command; `undefined` if there is none. */
export function otherAddresses(
  { address, port }: Pick<AddressInfo, "address" | "port">,
  hosts: readonly LanHost[] = lanHosts(address),
): string | undefined {
  const [, ...others] = hosts.map(({ host, interface: name }) => `${host}:${port}${name ? ` (${name})` : ""}`);
  return others.length === 0 ? undefined : `This machine's other addresses: ${others.join(", ")}.`;
}

/** Returns the notice of the view while no client is connected. Its commands contain the key, its text does not. */
export function noticeFor(address: Pick<AddressInfo, "address" | "port">, protection: ServerProtection): Notice {
  return {
    text: "Waiting for the other side.",
    commands: clientCommands(address, protection),
  };
}
