/** This machine's pairing key, stored in a file that its servers and clients read. */
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { createPairingKey, parsePairingKey } from "@framewire/security";
import { stateDirectory } from "./certificate.ts";
import { loadOrCreateSecret } from "./stored-secret.ts";

/**
 * Returns the pairing key that servers of this user use by default, and that clients on the same machine call them with. A
 * new one is created if there is none, if other users could have read it, or if `fresh` is true. If it cannot be stored,
 * it is used for this run only and a warning is logged.
 */
export async function loadOrCreateKey(
  log: Logger,
  { fresh = false, file = keyFile() }: { readonly fresh?: boolean; readonly file?: string } = {},
): Promise<StoredKey> {
  const kind = { file, name: "pairing key", create: createPairingKey, parse: parsePairingKey };
  const { secret: key, file: storedIn } = await loadOrCreateSecret(kind, log, fresh);
  return { key, file: storedIn };
}

/** This machine's pairing key. */
export interface StoredKey {
  readonly key: string;
  /** The file that contains it; undefined if it could not be stored. */
  readonly file: string | undefined;
}

function keyFile(): string {
  return join(stateDirectory(), "pairing-key");
}
