import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isOpenCVBuilt } from "../src/binding.ts";

/** Ten minutes of a street: 768 x 576, 10 frames a second. Part of Debian's opencv-doc. */
export const footage = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

/** What a test may need besides, and how to get it. */
const remedies: Readonly<Record<string, string>> = {
  ffmpeg: "apt-get install ffmpeg",
  [footage]: "apt-get install opencv-doc",
};

function isThere(name: string): boolean {
  return name.startsWith("/") ? existsSync(name) : spawnSync("which", [name]).status === 0;
}

/** Whether tests of OpenCV itself have to be skipped on this machine, and the end of their name that says why. */
export function needsOpenCV(...names: readonly string[]): { readonly skip: boolean; readonly because: string } {
  const missing = names.filter((name) => !isThere(name)).map((name) => remedies[name] ?? name);
  if (!isOpenCVBuilt()) missing.unshift("pnpm setup:opencv");
  return missing.length > 0
    ? { skip: true, because: ` (skipped: needs ${missing.join(" and ")})` }
    : { skip: false, because: "" };
}
