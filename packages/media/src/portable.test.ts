import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const sources = (await readdir(import.meta.dirname)).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
);

describe("the package in a browser", () => {
  it("has something to look at", () => expect(sources).toContain("index.ts"));

  it.each(sources)("%s imports its neighbours only, and nothing of Node's", async (name) => {
    const text = await readFile(new URL(name, import.meta.url), "utf8");
    const imports = [...text.matchAll(/\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map((m) => m[1] ?? m[2]);
    expect(imports.filter((from) => !from?.startsWith("./"))).toEqual([]);
    expect(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")).not.toMatch(
      /\b(process|Buffer|require|setImmediate|__dirname)\b/,
    );
  });
});
