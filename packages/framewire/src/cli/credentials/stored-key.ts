/** This machine's pairing key, stored in a file that its servers and clients read. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { createPairingKey, parsePairingKey } from "@framewire/security";
import { stateDirectory } from "./certificate.ts";
import { isReadableByOthers, writePrivateFile } from "./private-file.ts";

/**
 * Returns the pairing key that servers of this user use by default, and that clients on the same machine call them with. A
 * new one is created if there is none, if other users could have read it, or if `fresh` is true. If it cannot be stored,
 * it is used for this run only and a warning is logged.
 */
export async function loadOrCreateKey(
  log: Logger,
  { fresh = false, file = keyFile() }: { readonly fresh?: boolean; readonly file?: string } = {},
): Promise<StoredKey> {
  const stored = fresh ? undefined : await readKey(file, log);
  if (stored?.key !== undefined) return { key: stored.key, file };
  const key = createPairingKey();
  try {
    // If a server and a client start at the same time, the first to write decides.
    await writePrivateFile(file, `${key}\n`, { replace: fresh || stored !== undefined });
    return { key, file };
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === "EEXIST" ? await readKey(file, log) : undefined;
    if (other?.key !== undefined) return { key: other.key, file };
    log.warn(
      `The pairing key cannot be stored, so the next start will create another one: ${(error as Error).message}`,
    );
    return { key, file: undefined };
  }
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

/** Reads the file. Returns undefined if there is none, and an object without a key if its content must not be used. */
async function readKey(file: string, log: Logger): Promise<{ readonly key?: string } | undefined> {
  try {
    if (await isReadableByOthers(file)) {
      log.warn(`Other users of this machine could read the pairing key in ${file}, so a new one is created.`);
      return {};
    }
    return { key: parsePairingKey(await readFile(file, "utf8")) };
  } catch (error) {
    return error instanceof RangeError ? {} : undefined;
  }
}
