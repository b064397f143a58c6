/** Finds and loads the native binding of OpenCV. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SourceError } from "@framewire/capture";
import { setupCommand } from "../setup/setup-command.ts";
import type { Callback, OpenCVBinding } from "./opencv-binding.ts";

const require = createRequire(import.meta.url);
let loaded: OpenCVBinding | undefined;

/** Returns the folder of `@u4/opencv4nodejs`, or `undefined` where it is not installed. */
export function bindingFolder(): string | undefined {
  try {
    return join(dirname(require.resolve("@u4/opencv4nodejs")), "../..");
  } catch {
    return undefined;
  }
}

/** Returns the file that the setup builds in that folder. */
export function bindingFile(folder: string): string {
  return join(folder, "build/Release/opencv4nodejs.node");
}

/** Whether the binding is built. Does not load it. */
export function isOpenCVBuilt(): boolean {
  const folder = bindingFolder();
  return folder !== undefined && existsSync(bindingFile(folder));
}

/**
 * Returns the version of OpenCV, such as `"4.6.0"`. Loads the binding.
 *
 * @throws SourceError (`program`) with the command that builds it, where it is not built.
 */
export function openCVVersion(): string {
  const { major, minor, revision } = loadOpenCV().version;
  return `${major}.${minor}.${revision}`;
}

/**
 * Returns the file of the binding. Does not load it.
 *
 * @throws SourceError (`program`) with the command that builds it, where it is not built.
 */
export function requireBinding(): string {
  const folder = bindingFolder();
  if (folder !== undefined && existsSync(bindingFile(folder))) return bindingFile(folder);
  throw new SourceError("program", `OpenCV is not built here. To build it, run: ${setupCommand(folder !== undefined)}`);
}

/**
 * Loads OpenCV, once. Only the native part: the JavaScript of the package writes to standard output and searches for an OpenCV
 * to download.
 *
 * @throws SourceError (`program`) with the command that builds it, where it is not built or does not load.
 */
export function loadOpenCV(): OpenCVBinding {
  if (loaded) return loaded;
  const file = requireBinding();
  try {
    loaded = require(file) as OpenCVBinding;
    return loaded;
  } catch (cause) {
    const message = `OpenCV was built here, but does not load, perhaps because Node or OpenCV was updated. To build it again, run: ${setupCommand(true)}`;
    throw new SourceError("program", message, { cause });
  }
}

/** Converts a call with a callback to a promise. */
export function promisify<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(result);
    });
  });
}
