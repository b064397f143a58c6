import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "./run.ts";
import { root } from "./workspace.ts";

it("pnpm start: a wrong option ends with the app's own message and exit code, and nothing of pnpm below", async () => {
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.cjs");
  const args = [pnpm, "--filter", "server", "start", "--wrong"];
  const { code, output } = await run(process.execPath, args, { cwd: root, timeout: 240_000 });
  expect(code).toBe(2);
  expect(output.trimEnd().split("\n").slice(-2)).toEqual([
    "error: unknown option '--wrong'",
    "Add --help to see all options.",
  ]);
  expect(output).not.toContain("ERR_PNPM");
}, 250_000);
