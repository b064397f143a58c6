import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

it("generated/ is what `generate` makes of framewire.proto", async () => {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const [program, ...args]: string[] = manifest.scripts.generate.split(" ");
  const made = await mkdtemp(join(tmpdir(), "framewire-generated-"));
  const own = args.map((arg) => (arg.startsWith("generated/") ? join(made, arg.slice("generated/".length)) : arg));
  await promisify(execFile)(join(folder, "node_modules", ".bin", program ?? ""), own, { cwd: folder });
  for (const file of ["framewire.js", "framewire.d.ts"]) {
    const [committed, fresh] = await Promise.all(
      [join(folder, "generated"), made].map((where) => readFile(join(where, file), "utf8")),
    );
    expect(fresh, `${file}: run \`pnpm --filter @framewire/protocol generate\``).toBe(committed);
  }
  await rm(made, { recursive: true });
});
