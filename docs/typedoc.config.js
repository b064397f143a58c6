/** Settings of the API pages: one module for each subpath that a package exports. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packages = join(import.meta.dirname, "../packages");

/** The source file of each export, by the name that a program imports. `framewire`, which re-exports the others, is last. */
const modules = new Map(
  readdirSync(packages)
    .sort((one, other) => Number(one === "framewire") - Number(other === "framewire"))
    .flatMap((folder) => {
      const { name, exports } = JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"));
      return Object.entries(exports).map(([subpath, { types }]) => [
        name + subpath.slice(1),
        join(packages, folder, types.replace("./dist/", "src/").replace(".d.ts", ".ts")),
      ]);
    }),
);

/** Names each module as programs import it, rather than by its path. */
function nameModules({ converter }) {
  const names = new Map([...modules].map(([name, file]) => [file, name]));
  converter.on("createDeclaration", (context, reflection) => {
    const name = names.get(context.getSymbolFromReflection(reflection)?.declarations?.[0]?.fileName);
    if (name !== undefined) reflection.name = name;
  });
}

export default {
  name: "Framewire",
  out: "api",
  readme: "none",
  entryPoints: [...modules.values()],
  sortEntryPoints: false,
  plugin: [nameModules],
  compilerOptions: { paths: Object.fromEntries([...modules].map(([name, file]) => [name, [file]])) },
  tsconfig: "tsconfig.json",
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  packagesRequiringDocumentation: [...new Set([...modules.keys()].map((name) => /^(@\w+\/)?[\w-]+/.exec(name)[0]))],
  requiredToBeDocumented: ["Class", "Enum", "Function", "Interface", "TypeAlias", "Variable"],
  validation: { notDocumented: true, notExported: false, invalidLink: true },
  treatValidationWarningsAsErrors: true,
};
