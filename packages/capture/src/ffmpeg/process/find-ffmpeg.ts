import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { SourceError } from "../../source-error.ts";
import type { SourceReader } from "../../source-reader.ts";

/** How to get ffmpeg, for people. */
const install =
  "Install it: “sudo apt install ffmpeg” on Debian and Ubuntu, “sudo dnf install ffmpeg-free” on Fedora, " +
  "“brew install ffmpeg” on macOS, “winget install ffmpeg” on Windows.";

/** Where ffmpeg is, among the folders of `PATH`; `undefined` where it is not. */
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
 * Where ffmpeg is. Throws {@link SourceError} (`program`) where it is not, which says how to get it for `what`, or one of the
 * `others` that would do as well.
 */
export function requireFfmpeg(what: string, others: readonly SourceReader[] = []): string {
  const path = findFfmpeg();
  if (path !== undefined) return path;
  const names = ["ffmpeg", ...others.map(({ name }) => name)].join(" or ");
  const missing = others.length > 0 ? "and none of them is on this machine" : "which is not on this machine";
  const ways = others.map((reader) => ` For ${reader.name}, run: ${reader.missing()}`).join("");
  throw new SourceError("program", `To read ${what} takes ${names}, ${missing}. ${install}${ways}`);
}
