import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const sources = (await readdir(import.meta.dirname, { recursive: true })).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
);

describe("the package in a browser", () => {
  it("has sources to check", () => {
    expect(sources).toEqual(expect.arrayContaining(["index.ts", "jpeg/index.ts"]));
  });

  it.each(sources)("%s imports only this package's files, and uses nothing of Node", async (name) => {
    const text = await readFile(new URL(name, import.meta.url), "utf8");
    const imports = [...text.matchAll(/\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map((m) => m[1] ?? m[2]);
    expect(imports.filter((from) => !from?.startsWith("./"))).toEqual([]);
    expect(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")).not.toMatch(
      /\b(process|Buffer|require|setImmediate|__dirname)\b/,
    );
  });
});
