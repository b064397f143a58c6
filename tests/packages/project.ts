/** Empty projects that install the packages. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Packed } from "./pack.ts";
import { pnpm } from "./pnpm.ts";
import { type Outcome, run } from "./run.ts";
import { readManifest, root } from "./workspace.ts";

/** A project outside the workspace, as users of the packages have. */
export interface Project {
  /** Writes a TypeScript program, checks its types and compiles it. Throws an error with the output of the compiler. */
  compile(name: string, code: string): Promise<void>;
  /** Runs a compiled program with Node. */
  start(name: string): Promise<Outcome>;
}

/**
 * Creates an empty project in `folder`, and installs packages in it from their tarballs. Nothing is hoisted, so each package
 * finds only the dependencies that it declares. `packed` has all packages, since dependencies among them are installed from
 * tarballs, too.
 */
export async function createProject(
  folder: string,
  installed: readonly Packed[],
  packed: readonly Packed[],
): Promise<Project> {
  const tarballs = (packages: readonly Packed[]): Record<string, string> =>
    Object.fromEntries(packages.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]));
  const { typescript, "@types/node": types } = readManifest(root).devDependencies ?? {};

  mkdirSync(folder);
  write("package.json", {
    name: "empty",
    private: true,
    type: "module",
    dependencies: tarballs(installed),
    devDependencies: { typescript, "@types/node": types },
    pnpm: { overrides: tarballs(packed) },
  });
  writeFileSync(join(folder, ".npmrc"), "hoist=false\n");
  // The project has pnpm's own defaults, not the strict settings of this workspace.
  const defaultBuilds = "--config.strict-dep-builds=false";
  await pnpm(["install", "--prefer-offline", "--ignore-workspace", "--no-frozen-lockfile", defaultBuilds], {
    cwd: folder,
    timeout: 120_000,
  });
  return { compile, start: (name) => run(process.execPath, [`${name}.js`], { cwd: folder, timeout: 20_000 }) };

  async function compile(name: string, code: string): Promise<void> {
    writeFileSync(join(folder, `${name}.ts`), code);
    write("tsconfig.json", {
      compilerOptions: {
        target: "ES2022",
        module: "NodeNext",
        types: ["node"],
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
      },
      files: [`${name}.ts`],
    });
    const compiler = join(folder, "node_modules/typescript/bin/tsc");
    const { code: exitCode, output } = await run(process.execPath, [compiler], { cwd: folder, timeout: 60_000 });
    if (exitCode !== 0) throw new Error(`${name}.ts does not compile in an empty project:\n${output}`);
  }

  function write(name: string, content: unknown): void {
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
}
