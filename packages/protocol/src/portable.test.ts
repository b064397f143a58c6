import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../..", import.meta.url));

/** Every module that a file imports, by way of others of its package too: files as paths, packages by name. */
function imports(file: string, found = new Set<string>()): Set<string> {
  const text = readFileSync(file, "utf8");
  // Type imports do not exist at run time.
  const statement = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^"';=()]*?\sfrom\s+)?"([^"]+)";/gms;
  for (const [, clause, module = ""] of text.matchAll(statement)) {
    const name = module.startsWith(".") ? resolve(dirname(file), module) : module;
    if (clause || found.has(name)) continue;
    found.add(name);
    if (name.endsWith(".ts")) imports(name, found);
  }
  return found;
}

function foreign(file: string): string[] {
  return [...imports(file)].filter((name) => !name.startsWith("/")).sort();
}

describe("what runs in a browser imports no module of Node", () => {
  it("@framewire/media", () => {
    expect(foreign(`${packages}/media/src/index.ts`)).toEqual([]);
  });

  it("@framewire/protocol", () => {
    expect(foreign(`${packages}/protocol/src/index.ts`)).toEqual(["@framewire/media", "protobufjs/minimal.js"]);
  });

  it("@framewire/protocol/websocket", () => {
    expect(foreign(`${packages}/protocol/src/transports/websocket.ts`)).toEqual(["@framewire/media"]);
  });

  it("the search finds imports", () => {
    expect(imports(`${packages}/protocol/src/index.ts`).size).toBeGreaterThan(15);
    expect(foreign(fileURLToPath(import.meta.url))).toContain("node:fs");
  });
});
