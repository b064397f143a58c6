/** Tarballs of the packages. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pnpm } from "./pnpm.ts";
import { runOrThrow } from "./run.ts";
import { type Manifest, packageFolders, readManifest } from "./workspace.ts";

/** A package as it would be published. */
export interface Packed {
  /** Its manifest as published, where `workspace:` ranges have become versions. */
  readonly manifest: Manifest;
  readonly tarball: string;
  /** The folder that the tarball was unpacked to. */
  readonly content: string;
  /** The paths of its files, from its root. */
  readonly files: readonly string[];
  /** The text of its README; empty when it has none. */
  readonly readme: string;
}

/** Packs every package into `folder`, as publishing would. */
export async function packAll(folder: string): Promise<Packed[]> {
  const packOne = async ([name, source]: readonly [string, string]): Promise<Packed> => {
    const tarball = join(folder, `${name}.tgz`);
    await pnpm(["pack", "--out", tarball], { cwd: source, timeout: 60_000 });
    const content = join(folder, name, "package");
    const unpack = `mkdir ${name} && tar -xzf ${name}.tgz -C ${name}`;
    await runOrThrow("sh", ["-c", unpack], { cwd: folder, timeout: 60_000 });
    const list = await runOrThrow("tar", ["-tzf", tarball], { cwd: folder, timeout: 60_000 });
    const readme = join(content, "README.md");
    return {
      manifest: readManifest(content),
      tarball,
      content,
      files: list.split("\n").flatMap((path) => (path ? [path.replace(/^package\//, "")] : [])),
      readme: existsSync(readme) ? readFileSync(readme, "utf8") : "",
    };
  };
  return Promise.all([...packageFolders].map(packOne));
}
