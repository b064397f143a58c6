import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const assets = fileURLToPath(new URL("../../dist/page/assets/", import.meta.url));

it("has less than 60 KB of script, compressed, with the graph that is loaded later", async () => {
  const names = await readdir(assets);
  const scripts = names.filter((name) => name.endsWith(".js"));
  const weigh = async (ending: string): Promise<number> => {
    const sizes = await Promise.all(scripts.map(async (name) => (await stat(`${assets}${name}${ending}`)).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  const [brotli, gzip] = [await weigh(".br"), await weigh(".gz")];
  process.stderr.write(`The page's script: ${brotli} bytes with Brotli, ${gzip} with gzip.\n`);
  expect(scripts.length).toBeGreaterThanOrEqual(3);
  expect(brotli).toBeGreaterThan(10_000);
  expect(brotli).toBeLessThan(60_000);
  // All current browsers accept Brotli. The gzip files for the others have a limit as well.
  expect(gzip).toBeLessThan(68_000);
});

it("has nothing inline, which its Content-Security-Policy would not run", async () => {
  const html = await readFile(`${assets}../index.html`, "utf8");
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|data:/);
  expect(html).not.toMatch(/https?:\/\//);
});
