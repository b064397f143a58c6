/** The command that builds the binding. */
/**
 * Returns the command that builds the binding: in this repository, or in a project that has installed this package, with or
 * without `@u4/opencv4nodejs` (`installed`).
 */
export function setupCommand(installed: boolean, here: string = import.meta.url): string {
  if (!here.includes("/node_modules/")) return "pnpm setup:opencv";
  const install = installed ? "" : "npm install --ignore-scripts @u4/opencv4nodejs@7 && ";
  return `${install}npx framewire-setup-opencv`;
}
