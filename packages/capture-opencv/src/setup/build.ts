/** The build of the binding. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nodeHeaders } from "./node-headers.ts";
import type { SystemOpenCV } from "./system.ts";

/** The progress of the build. */
export interface BuildProgress {
  readonly compiled: number;
  readonly files: number;
}

/** The result of the build, with its last output for a failure. */
export interface BuildOutcome {
  readonly succeeded: boolean;
  readonly lastLines: readonly string[];
}

/** Lines of output that are kept for a failure. */
const keptLines = 40;

/** Compiles the binding in its folder, with one compiler per processor. */
export async function build(
  folder: string,
  { includes, libraries }: SystemOpenCV,
  onProgress: (progress: BuildProgress) => void,
): Promise<BuildOutcome> {
  const gyp = createRequire(join(folder, "package.json")).resolve("node-gyp/bin/node-gyp.js");
  const headers = nodeHeaders();
  const child = spawn(process.execPath, [gyp, "rebuild", ...(headers ? [`--nodedir=${headers}`] : [])], {
    cwd: folder,
    env: {
      ...process.env,
      // Without this the package would download and compile OpenCV.
      OPENCV4NODEJS_DISABLE_AUTOBUILD: "1",
      OPENCV_INCLUDE_DIR: includes,
      OPENCV_LIB_DIR: libraries,
      JOBS: "max",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const files = countFiles(folder);
  let compiled = 0;
  const lastLines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      if (/^\s*CXX\(target\)/.test(line)) onProgress({ compiled: compiled++, files });
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { succeeded: code === 0, lastLines };
}

function countFiles(folder: string): number {
  return (readFileSync(join(folder, "binding.gyp"), "utf8").match(/\.cc"/g) ?? []).length;
}
