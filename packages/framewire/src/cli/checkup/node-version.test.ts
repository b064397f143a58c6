import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkNodeVersion, minimumNode } from "./node-version.ts";

it("requires the version of the root package.json", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../../../../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toBe(`>=${minimumNode}`);
});

it.each(["20.19.0", "20.20.2", "22.0.0", "24.11.1"])("accepts %s", (version) => {
  expect(checkNodeVersion(version)).toBeUndefined();
});

it.each(["18.20.8", "20.18.3", "8.0.0"])("rejects %s, and names where to get a newer one", (version) => {
  const problem = checkNodeVersion(version);
  expect(problem?.message).toBe(`Node ${version} is too old: Framewire needs 20.19 or later.`);
  expect(problem?.fix).toContain("https://nodejs.org");
});
