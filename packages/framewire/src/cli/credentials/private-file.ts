/** Files that only their owner may read. */
import { randomBytes } from "node:crypto";
import { link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Whether other users can read the file. */
export async function isReadableByOthers(file: string): Promise<boolean> {
  return process.platform !== "win32" && ((await stat(file)).mode & 0o077) !== 0;
}

/**
 * Writes a file atomically, readable by this user alone. Replaces an existing file, or throws an error with the code
 * `EEXIST` if `replace` is false.
 */
export async function writePrivateFile(
  file: string,
  text: string,
  { replace = true }: { readonly replace?: boolean } = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  if (replace) return rename(draft, file);
  try {
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
