import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./workspace.ts";

/** A link to a file, and the code block after it. */
const quotation = /(\[`([^`]+\.ts)`\]\([^)]+\):\n\n```ts\n)[\s\S]*?(```\n)/g;

const page = join(root, "docs/design.md");
const design = await readFile(page, "utf8");

it("quotes one file of each of three packages, whole", async () => {
  const packages = [...design.matchAll(quotation)].map(([, , path = ""]) => path.split("/")[1]);
  expect(packages).toEqual(["codec", "protocol", "viewer"]);
  const current = design.replace(
    quotation,
    (_, before, path, after) => `${before}${readFileSync(join(root, path), "utf8")}${after}`,
  );
  // `vitest -u` updates the quotations.
  await expect(current).toMatchFileSnapshot(page);
});
