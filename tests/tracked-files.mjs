// Fails when a file of the repository names something of the machine on which it was written: the folder of the checkout, a home
// folder, or the configured package registry.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});

/** Patterns that no file may contain, and what is wrong with them. */
const refused = [
  [new RegExp(folder(dirname(root))), "names the folder of this checkout"],
  [new RegExp(`${folder(homedir())}|/(home|Users)/[a-z]`), "names a home folder"],
  [/\bregistry\.[a-z]+js\.org|\/\/[^/\s]*_auth(Token)?=/i, "names a package registry"],
  ...registries().map((host) => [new RegExp(literal(host)), "names the configured registry"]),
];
/** An address in the lockfile would bind everyone to one registry. */
const refusedInLockfile = [[/\btarball:|https?:\/\//, "has the address of a package"]];

const complaints = [];
for (const file of list.split("\0").filter(Boolean)) {
  const path = join(root, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
  const text = readFileSync(path, "utf8");
  if (text.includes("\0")) continue;
  const rules = file === "pnpm-lock.yaml" ? [...refused, ...refusedInLockfile] : refused;
  for (const [index, line] of text.split("\n").entries()) {
    for (const [pattern, why] of rules) if (pattern.test(line)) complaints.push(`${file}:${index + 1} ${why}.`);
  }
}
process.stdout.write(complaints.length === 0 ? "No file names this machine.\n" : `${complaints.join("\n")}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;

/** Matches paths below a folder; nothing for the root of the file system. */
function folder(path) {
  return path === "/" ? "$^" : `(?<![\\w.~$-])${literal(path)}/`;
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The host of the configured registry, which npm and pnpm pass to scripts in the environment. */
function registries() {
  const address = process.env.npm_config_registry;
  return address ? [new URL(address).host] : [];
}
