/** What Framewire needs, as the root `package.json` has it. */
export const neededNode = "20.19";

/** What is wrong with this version of Node, and what to do; undefined where nothing is. Runs on any Node that reads modules. */
export function nodeProblem(version: string): { readonly says: string; readonly fix: string } | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = neededNode.split(".").map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return {
    says: `Node ${version} is too old: Framewire takes ${neededNode} or later.`,
    fix: "Install the current one from https://nodejs.org, then run this again.",
  };
}
