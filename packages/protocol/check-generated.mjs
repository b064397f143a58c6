// Fails when `generated/` is not what `pnpm generate` makes of `framewire.proto`.
import { execSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "framewire-generated-"));
try {
  execSync(manifest.scripts.generate.replace("-o generated/", `-o ${folder}/`), { stdio: "inherit" });
  const stale = ["framewire.js", "framewire.d.ts"].filter(
    (name) => readFileSync(join("generated", name), "utf8") !== readFileSync(join(folder, name), "utf8"),
  );
  if (stale.length > 0) {
    process.stderr.write(
      `Not generated from framewire.proto: ${stale.join(", ")}. Run pnpm generate, and commit what it writes.\n`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
