import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "@framewire/media";
import { createPairingKey, parsePairingKey } from "@framewire/security";
import { stateFolder } from "./certificate.ts";
import { isOpenToOthers, writePrivately } from "./private-file.ts";

/** This machine's pairing key. */
export interface KeptKey {
  readonly key: string;
  /** Where it is kept; undefined where it could not be. */
  readonly file: string | undefined;
}

/** Where this user's programs on this machine find one another's pairing key. */
function keptKeyFile(): string {
  return join(stateFolder(), "pairing-key");
}

/**
 * The pairing key that this user's servers on this machine have where they are given none, and that clients on the same
 * machine call them with. One is made where there is none, where others could have read it, and where a `fresh` one is
 * asked for. Where it cannot be kept, it is made for this time only, and the log is told.
 */
export async function keptKey(
  log: Logger,
  { fresh = false, file = keptKeyFile() }: { readonly fresh?: boolean; readonly file?: string } = {},
): Promise<KeptKey> {
  const kept = fresh ? undefined : await readKey(file, log);
  if (kept?.key !== undefined) return { key: kept.key, file };
  const key = createPairingKey();
  try {
    // Of a server and a client that start at the same time, the first to write decides.
    await writePrivately(file, `${key}\n`, { replace: fresh || kept !== undefined });
    return { key, file };
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === "EEXIST" ? await readKey(file, log) : undefined;
    if (other?.key !== undefined) return { key: other.key, file };
    log.warn(`The pairing key cannot be kept, so it will be another one next time: ${(error as Error).message}`);
    return { key, file: undefined };
  }
}

/** What is kept there; undefined where nothing is, and without a key where it is of no use. */
async function readKey(file: string, log: Logger): Promise<{ readonly key?: string } | undefined> {
  try {
    if (await isOpenToOthers(file)) {
      log.warn(`Others on this machine could read the pairing key in ${file}: a new one is made.`);
      return {};
    }
    return { key: parsePairingKey(await readFile(file, "utf8")) };
  } catch (error) {
    return error instanceof RangeError ? {} : undefined;
  }
}
