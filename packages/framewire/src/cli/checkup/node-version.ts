/** Checks the version of Node. This module must load on any Node that supports modules. */

/** The minimum version, as in the root `package.json`. */
export const minimumNode = "20.19";

/** Returns what is wrong with this version and how to fix it, or undefined if it is supported. */
export function checkNodeVersion(version: string): { readonly message: string; readonly fix: string } | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimumNode.split(".").map(Number);
  if (major > minimumMajor || (major === minimumMajor && minor >= minimumMinor)) return undefined;
  return {
    message: `Node ${version} is too old: Framewire needs ${minimumNode} or later.`,
    fix: "Install the current version from https://nodejs.org, then run this again.",
  };
}
