/**
 * The one command that builds OpenCV's binding: in this repository, or where the package was installed from a
 * registry, with what the binding is built from (`installed`) or without it.
 */
export function setupCommand(installed: boolean, here: string = import.meta.url): string {
  if (!here.includes("/node_modules/")) return "pnpm setup:opencv";
  const install = installed ? "" : "npm install --ignore-scripts @u4/opencv4nodejs@7 && ";
  return `${install}npx framewire-setup-opencv`;
}
