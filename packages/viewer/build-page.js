import { readdir, rename, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

// Builds the page into `dist/page`, unless what is there is newer than all that it is made of. So a start of an app
// costs nothing when nothing has changed; and since the new page takes the old one's place at once, two that start
// together do not meet half a page.

const here = fileURLToPath(new URL("./", import.meta.url));
const page = `${here}dist/page`;
const madeOf = ["page", "vite.config.ts", "package.json", "../media/dist", "../protocol/dist", "../codec/dist"];

/** When the newest of the files below was written; 0 where there is none. */
async function newest(path) {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = await readdir(path);
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(`${path}/${name}`)))));
}

const sources = await Promise.all(madeOf.map((path) => newest(here + path)));
if ((await newest(`${page}/index.html`)) < Math.max(...sources)) {
  const fresh = `${here}dist/.page-${process.pid}`;
  const old = `${fresh}-old`;
  try {
    await build({ root: `${here}page`, configFile: `${here}vite.config.ts`, build: { outDir: fresh } });
    await rename(page, old).catch(() => {});
    // Another that was started with us may have been faster, with the same page.
    await rename(fresh, page).catch(() => {});
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
