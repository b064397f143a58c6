/** A secret of this user that is created once and stored in a file. */
import { readFile } from "node:fs/promises";
import type { Logger } from "@framewire/media";
import { isReadableByOthers, writePrivateFile } from "./private-file.ts";

/**
 * Returns the secret in the file. A new one is created and stored if there is none, if other users could have read it, or
 * if `fresh` is true. If it cannot be stored, it is used for this run only and a warning is logged.
 */
export async function loadOrCreateSecret(kind: SecretKind, log: Logger, fresh: boolean): Promise<StoredSecret> {
  const { file, name } = kind;
  const stored = fresh ? undefined : await readSecret(kind, log);
  if (stored?.secret !== undefined) return { secret: stored.secret, file };
  const secret = kind.create();
  try {
    // If two programs start at the same time, the first to write decides.
    await writePrivateFile(file, `${secret}\n`, { replace: fresh || stored !== undefined });
    return { secret, file };
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === "EEXIST" ? await readSecret(kind, log) : undefined;
    if (other?.secret !== undefined) return { secret: other.secret, file };
    log.warn(`The ${name} cannot be stored, so the next start will create another one: ${(error as Error).message}`);
    return { secret, file: undefined };
  }
}

/** What a secret is. */
export interface SecretKind {
  readonly file: string;
  /** Its name in sentences, such as `pairing key`. */
  readonly name: string;
  create(): string;
  /** Returns the secret in a file's text. Throws a `RangeError` for a text that is none. */
  parse(text: string): string;
}

/** A secret, and where it is. */
export interface StoredSecret {
  readonly secret: string;
  /** The file that contains it; undefined if it could not be stored. */
  readonly file: string | undefined;
}

/** Reads the file. Returns undefined if there is none, and an object without a secret if its content must not be used. */
async function readSecret(
  { file, name, parse }: SecretKind,
  log: Logger,
): Promise<{ readonly secret?: string } | undefined> {
  try {
    if (await isReadableByOthers(file)) {
      log.warn(`Other users of this machine could read the ${name} in ${file}, so a new one is created.`);
      return {};
    }
    return { secret: parse(await readFile(file, "utf8")) };
  } catch (error) {
    return error instanceof RangeError ? {} : undefined;
  }
}
