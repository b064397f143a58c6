import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
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

function find(name: string): Packed {
  const found = packed.find(({ manifest }) => manifest.name === `@framewire/${name}`);
  if (!found) throw new Error(`packages/${name} was not packed as @framewire/${name}.`);
  return found;
}

describe.each(names)("the package %s, as it is published", (name) => {
  it("has what it runs, its README and the text of its licence", () => {
    const { content, files, manifest, readme } = find(name);
    expect(readFileSync(join(content, "LICENSE"), "utf8")).toBe(license);
    expect(readme).toContain(`# ${manifest.name}`);
    for (const { types, default: code } of Object.values(manifest.exports)) {
      expect(files).toContain(types.replace("./", ""));
      expect(files).toContain(code.replace("./", ""));
    }
  });

  it("has no tests and nothing that the build keeps for itself", () => {
    const unwanted = /\.test\.|(^|\/)(testing|test|test-results|bench|node_modules)\/|\.tsbuildinfo$|^tsconfig/;
    expect(find(name).files.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it("says in its manifest what the others say in theirs", () => {
    const { license, type, engines, sideEffects, publishConfig, description, keywords, ...manifest } =
      find(name).manifest;
    expect({ license, type, engines, sideEffects, publishConfig }).toEqual({
      license: "MIT",
      type: "module",
      engines: readManifest(root).engines,
      sideEffects: false,
      publishConfig: { access: "public" },
    });
    expect(description).toMatch(/^[A-Z].+\.$/);
    expect(keywords).toEqual(expect.arrayContaining(["framewire", "video"]));
    for (const range of Object.values(manifest.dependencies ?? {})) expect(range).toMatch(/^\^\d/);
  });

  it("is all that a program needs to import it", { timeout: 180_000 }, async () => {
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

it("the viewer's page comes whole from its own package", { timeout: 180_000 }, async () => {
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
