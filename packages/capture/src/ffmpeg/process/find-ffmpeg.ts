/** Finds the ffmpeg program. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { SourceError } from "../../source-error.ts";
import type { SourceReader } from "../../source-reader.ts";

/** How to install ffmpeg. */
const install =
  "Install it: “sudo apt install ffmpeg” on Debian and Ubuntu, “sudo dnf install ffmpeg-free” on Fedora, " +
  "“brew install ffmpeg” on macOS, “winget install ffmpeg” on Windows.";

/** Returns the path of the first ffmpeg on `PATH`, or `undefined`. */
export function findFfmpeg(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = process.platform === "win32" ? ["ffmpeg.exe"] : ["ffmpeg"];
  const { PATH = "" } = env;
  for (const folder of PATH.split(delimiter)) {
    for (const name of folder === "" ? [] : names) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/**
 * Returns the path of ffmpeg. `input` is named in the error.
 *
 * @throws SourceError (`program`) with the commands that install ffmpeg, or one of the `others` that can be used instead.
 */
export function requireFfmpeg(input: string, others: readonly SourceReader[] = []): string {
  const path = findFfmpeg();
  if (path !== undefined) return path;
  const names = ["ffmpeg", ...others.map(({ name }) => name)].join(" or ");
  const missing = others.length > 0 ? "and none of them is installed" : "which is not installed";
  const commands = others.map((reader) => ` For ${reader.name}, run: ${reader.installCommand()}`).join("");
  throw new SourceError("program", `Reading ${input} requires ${names}, ${missing}. ${install}${commands}`);
}
