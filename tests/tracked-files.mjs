// Fails when a file of the repository names something of the machine that it was written on: the folder
// that the checkout lies in, someone's home, or the package registry that happens to be configured.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});

/** What no file may say, and what is wrong with it. */
const refused = [
  [new RegExp(folder(dirname(root))), "names the folder that this checkout lies in"],
  [new RegExp(`${folder(homedir())}|/(home|Users)/[a-z]`), "names somebody's home"],
  [/\bregistry\.[a-z]+js\.org|\/\/[^/\s]*_auth(Token)?=/i, "names a package registry"],
  ...registries().map((host) => [new RegExp(literal(host)), "names the registry that is configured here"]),
];
/** In the lockfile an address would bind everyone to one registry. */
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

/** Matches paths below a folder; nothing when the folder is the root of the file system. */
function folder(path) {
  return path === "/" ? "$^" : `(?<![\\w.~$-])${literal(path)}/`;
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The host of the configured registry, which npm and pnpm hand to the scripts that they run. */
function registries() {
  const address = process.env.npm_config_registry;
  return address ? [new URL(address).host] : [];
}
