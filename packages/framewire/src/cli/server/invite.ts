import type { AddressInfo } from "node:net";
import { isLoopback } from "@framewire/viewer";
import type { ServerProtection } from "../credentials/security.ts";
import type { Reporter } from "../output/reporter.ts";
import { lanAddress } from "../views/lan-address.ts";
import { commandFor, commandWithKey } from "./client-command.ts";

/**
 * Tells people how to call this server, with the key where this machine made it; one of their own they know. Systemd
 * keeps what a service says, so there the file is named in place of the key.
 */
export function invite(
  address: Pick<AddressInfo, "address" | "port">,
  { security, kept }: ServerProtection,
  { log, showCommand }: Pick<Reporter, "log" | "showCommand">,
): void {
  const { JOURNAL_STREAM } = process.env;
  const command = commandFor(address, { security });
  if (kept && isLoopback(lanAddress(address.address))) log.info(`In another terminal: ${command}`);
  else if (kept?.file && JOURNAL_STREAM) {
    log.info(`On the other machine, with the key that is kept in ${kept.file}: ${command}`);
  } else if (kept) showCommand("On the other machine", commandWithKey(kept.key, command));
  else log.info(`On the other machine${security.key === undefined ? "" : ", with the same key"}: ${command}`);
}

/** Why nobody is there yet, for the page: whoever sees it need not know the key. */
export function noticeFor(port: number, { security }: ServerProtection): string {
  return `Waiting for a client on port ${port}${security.key === undefined ? "" : ", with this server's key"}.`;
}
