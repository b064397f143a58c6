import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstExample } from "./example.ts";
import { type Packed, packAll } from "./pack.ts";
import { createProject, type Project } from "./project.ts";
import { packageFolders, readManifest, root } from "./workspace.ts";

const names = [...packageFolders.keys()];
const folder = mkdtempSync(join(tmpdir(), "framewire-packages-"));
const license = readFileSync(join(root, "LICENSE"), "utf8");
let packed: Packed[] = [];

beforeAll(async () => {
  packed = await packAll(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that all packages may contain, and those that single packages may contain in addition. */
const kinds: { readonly all: readonly RegExp[]; readonly of: Readonly<Record<string, readonly RegExp[]>> } = {
  all: [/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/, /^dist\/([\w-]+\/)*[\w-]+\.(js|js\.map|d\.ts)$/],
  of: {
    protocol: [/^framewire\.proto$/, /^generated\/framewire\.(js|d\.ts)$/],
    viewer: [/^dist\/page\/index\.html(\.br|\.gz)?$/, /^dist\/page\/assets\/[\w-]+\.(js|css|svg)(\.br|\.gz)?$/],
    "capture-opencv": [/^bin\/setup-opencv\.js$/],
    framewire: [/^bin\/framewire\.js$/],
  },
};

function find(name: string): Packed {
  const scoped = scopedName(name);
  const found = packed.find(({ manifest }) => manifest.name === scoped);
  if (!found) throw new Error(`packages/${name} was not packed as ${scoped}.`);
  return found;
}

/** All packages are in the scope of the project, except its entry point `framewire`. */
function scopedName(folderName: string): string {
  return folderName === "framewire" ? folderName : `@framewire/${folderName}`;
}

describe.concurrent.each(names)("the published package %s", (name) => {
  it("contains its code, its README and the licence", () => {
    const { content, files, manifest, readme } = find(name);
    expect(readFileSync(join(content, "LICENSE"), "utf8")).toBe(license);
    expect(readme).toContain(`# ${manifest.name}`);
    for (const { types, default: code } of Object.values(manifest.exports)) {
      expect(files).toContain(types.replace("./", ""));
      expect(files).toContain(code.replace("./", ""));
    }
  });

  it("contains expected files only", () => {
    const expected = [...kinds.all, ...(kinds.of[name] ?? [])];
    const unexpected = find(name).files.filter(
      (file) => !expected.some((kind) => kind.test(file)) || /\.test\./.test(file),
    );
    expect(unexpected).toEqual([]);
  });

  it("contains no file whose source was deleted", () => {
    const source = packageFolders.get(name) ?? "";
    const stale = find(name).files.flatMap((file) => {
      const [, path] = /^dist\/(?!page\/)(.+)\.(?:js|d\.ts)$/.exec(file) ?? [];
      return path !== undefined && !existsSync(join(source, "src", `${path}.ts`)) ? [file] : [];
    });
    expect(stale, "An earlier build left these: pnpm clean && pnpm build").toEqual([]);
  });

  it("contains the sources in its source maps, and no path of the build machine", () => {
    const { content, files } = find(name);
    const maps = files.filter((file) => file.endsWith(".map"));
    expect(maps.length).toBeGreaterThan(0);
    for (const file of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(content, file), "utf8"));
      expect(sourcesContent, file).toHaveLength(sources.length);
    }
    const machine = [root, homedir(), folder].filter((path) => path.length > 1);
    for (const file of files.filter((each) => /\.(js|ts|map|json|md|proto|html|css)$/.test(each))) {
      const text = readFileSync(join(content, file), "utf8");
      for (const path of machine) expect(text.includes(`${path}/`), `${file} names ${path}`).toBe(false);
    }
  });

  it("runs no script at install", () => {
    const { scripts = {} } = find(name).manifest;
    const hooks = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
    expect(Object.keys(scripts).filter((script) => hooks.includes(script))).toEqual([]);
    expect(find(name).files).not.toContain("binding.gyp");
  });

  it("has the same manifest fields as the others", () => {
    const { license, type, engines, sideEffects, publishConfig, description, keywords, ...manifest } =
      find(name).manifest;
    expect({ license, type, engines, sideEffects, publishConfig }).toEqual({
      license: "MIT",
      type: "module",
      engines: readManifest(root).engines,
      sideEffects: name === "framewire" ? ["./bin/framewire.js"] : false,
      publishConfig: { access: "public" },
    });
    expect(description).toMatch(/^[A-Z].+\.$/);
    expect(keywords).toEqual(expect.arrayContaining(["framewire", "video"]));
    for (const range of Object.values(manifest.dependencies ?? {})) expect(range).toMatch(/^\^\d/);
  });

  it("can be imported in an empty project", { timeout: 180_000 }, async () => {
    const { manifest } = find(name);
    const project = await createProject(join(folder, `${name}-alone`), [find(name)], packed);
    const modules = Object.keys(manifest.exports).map((path) => manifest.name + path.slice(1));
    const lines = modules.map((module, index) => `import * as module${index} from "${module}";\n`);
    const counts = modules.map((module, index) => `console.log("${module}", Object.keys(module${index}).length);\n`);
    await project.compile("alone", [...lines, ...counts].join(""));
    const { code, output } = await project.start("alone");
    console.log(output);
    expect(code, output).toBe(0);
    for (const module of modules) expect(output).toMatch(new RegExp(`^${module} [1-9]`, "m"));
  });
});

describe("an install of the workspace", () => {
  const workspace = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");

  it("runs no script of a dependency", () => {
    expect(workspace).toMatch(/^onlyBuiltDependencies: \[\]$/m);
    expect(workspace).toMatch(/^strictDepBuilds: true$/m);
    expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|neverBuiltDependencies/);
  });

  it("names each ignored script with a comment above it", () => {
    const [, ignored = ""] = /^ignoredBuiltDependencies:\n((?: {2}.*\n)+)/m.exec(workspace) ?? [];
    const lines = ignored.trimEnd().split("\n");
    const named = lines.filter((line) => line.startsWith("  - "));
    expect(named.length).toBeGreaterThan(0);
    for (const line of named) expect(lines[lines.indexOf(line) - 1]).toMatch(/^ {2}# \S/);
  });

  it("uses the lockfile in CI", () => {
    expect(readFileSync(join(root, ".ci/run"), "utf8")).toMatch(/^pnpm install --frozen-lockfile$/m);
  });
});

it("the viewer's package contains the whole page", { timeout: 180_000 }, async () => {
  const project = await createProject(join(folder, "page"), [find("viewer")], packed);
  await project.compile(
    "page",
    `import { createViewer } from "@framewire/viewer";
     await using viewer = await createViewer();
     const html = await (await fetch(viewer.url)).text();
     for (const [, path = ""] of html.matchAll(/(?:src|href)="(\\.[^"]+)"/g)) {
       const { status, headers } = await fetch(new URL(path, viewer.url));
       console.log(status, path, headers.get("content-encoding"));
     }`,
  );
  const { code, output } = await project.start("page");
  expect(code, output).toBe(0);
  const lines = output.trim().split("\n");
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatch(/^200 \.\/assets\/\S+ (gzip|br)$/);
});

describe("the first example of", () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(join(folder, "together"), packed, packed);
  }, 180_000);

  it.each(names)("the README of %s compiles, runs and ends", { timeout: 90_000 }, (name) =>
    runExample(name, find(name).readme),
  );

  const readme = join(root, "README.md");
  it.skipIf(!existsSync(readme))("README.md compiles, runs and ends", { timeout: 90_000 }, () =>
    runExample("framewire", readFileSync(readme, "utf8")),
  );

  async function runExample(name: string, markdown: string): Promise<void> {
    const example = firstExample(markdown);
    if (!example) throw new Error(`The README of ${name} has no \`\`\`ts block. Begin it with an example that runs.`);
    await project.compile(name, example);
    const { code, output } = await project.start(name);
    console.log(`${name}.ts:\n${example}\nits output:\n${output}`);
    expect(code, code === null ? "It ran for longer than 20 s." : output).toBe(0);
  }
});
