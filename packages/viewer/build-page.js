// Builds the page into `dist/page`, unless the build is newer than all of its sources.

import { readdir, rename, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

// An app builds the page when it starts, so an unchanged page costs nothing. The new page replaces the old one with a
// rename, so two apps that start together never serve an incomplete page.
const here = fileURLToPath(new URL("./", import.meta.url));
const page = `${here}dist/page`;
const inputs = ["page", "vite.config.ts", "package.json", "../media/dist", "../protocol/dist", "../codec/dist"];

/** The modification time of the newest file at or below the path, in milliseconds; 0 if there is none. */
async function newest(path) {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = await readdir(path);
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(`${path}/${name}`)))));
}

const sources = await Promise.all(inputs.map((path) => newest(here + path)));
if ((await newest(`${page}/index.html`)) < Math.max(...sources)) {
  const fresh = `${here}dist/.page-${process.pid}`;
  const old = `${fresh}-old`;
  try {
    await build({ root: `${here}page`, configFile: `${here}vite.config.ts`, build: { outDir: fresh } });
    await rename(page, old).catch(() => {});
    // Another process may have put the same page there in the meantime.
    await rename(fresh, page).catch(() => {});
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
