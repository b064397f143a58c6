import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const linux = existsSync("/proc/self/statm");

test.skipIf(!linux)(
  `25 s of incidents lose and leak nothing${linux ? "" : " (skipped: needs Linux, for /proc)"}`,
  { timeout: 150_000 },
  () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "--for", "25s", "--seed", "7"], {
      encoding: "utf8",
    });
    process.stdout.write(stdout);
    expect(stdout, stderr).not.toContain("NOT MET");
    expect(stdout).toMatch(/^Seed 7, 8 clients, \d\d incidents in 25 s\.$/m);
    expect(status, stderr).toBe(0);
  },
);
