import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { neededNode, nodeProblem } from "./node-version.ts";

it("asks for the version that the repository asks for", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../../../../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toBe(`>=${neededNode}`);
});

it.each(["20.19.0", "20.20.2", "22.0.0", "24.11.1"])("takes %s", (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it.each(["18.20.8", "20.18.3", "8.0.0"])("refuses %s, and says where there is a newer one", (version) => {
  const problem = nodeProblem(version);
  expect(problem?.says).toBe(`Node ${version} is too old: Framewire takes 20.19 or later.`);
  expect(problem?.fix).toContain("https://nodejs.org");
});
