import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SourceError } from "@framewire/capture";
import { setupCommand } from "../setup/setup-command.ts";

/** As much of OpenCV as is used, as the native part of `@u4/opencv4nodejs` offers it: with callbacks. */
export interface OpenCVBinding {
  readonly version: { readonly major: number; readonly minor: number; readonly revision: number };
  /**
   * Pixels, all of one colour, or those of `data`. With a `step` (bytes in a row) they stay where they are: whoever calls
   * keeps the memory alive until the matrix is no longer used.
   */
  readonly Mat: new (
    rows: number,
    columns: number,
    type: number,
    ...pixels: [colour: readonly number[]] | [data: Uint8Array, step: number]
  ) => Mat;
  /** Opens at once, on the calling thread, and throws where that fails. */
  readonly VideoCapture: new (
    device: number | string,
    backend?: number,
  ) => VideoCapture;
  imencodeAsync(extension: string, picture: Mat, settings: readonly number[], done: Callback<Uint8Array>): void;
  imdecode(data: Uint8Array, flags: number): Mat;
  /** Reads `data` later, on another thread: whoever calls keeps it alive. */
  imdecodeAsync(data: Uint8Array, flags: number, done: Callback<Mat>): void;
  readonly Point2: new (x: number, y: number) => object;
  readonly Rect: new (x: number, y: number, width: number, height: number) => object;
  /** Three numbers: a colour, blue first. */
  readonly Vec3: new (
    x: number,
    y: number,
    z: number,
  ) => object;
  /** How large a line of text is, without what goes below its base line. */
  getTextSize(
    text: string,
    face: number,
    scale: number,
    thickness: number,
  ): { readonly size: { readonly width: number; readonly height: number }; readonly baseLine: number };
  namedWindow(name: string, flags: number): void;
  resizeWindow(name: string, width: number, height: number): void;
  setWindowTitle(name: string, title: string): void;
  getWindowProperty(name: string, property: number): number;
  imshow(name: string, picture: Mat): void;
  /** Lets windows do what is due, for so many milliseconds. Gives the key that was pressed; -1 where none was. */
  waitKey(ms: number): number;
}

/** A picture in OpenCV's memory. */
export interface Mat {
  readonly rows: number;
  readonly cols: number;
  readonly type: number;
  /** 1 where there are no pixels. */
  readonly empty: 0 | 1;
  cvtColor(code: number): Mat;
  cvtColorAsync(code: number, done: Callback<Mat>): void;
  /** A picture of its own. */
  copy(): Mat;
  /** Into the memory of another one, where that is of this size and type. */
  copyTo(target: Mat): Mat;
  /** A part of it, in the same memory. */
  getRegion(rect: object): Mat;
  resize(rows: number, columns: number, fx: number, fy: number, interpolation: number): Mat;
  /** Each value times `factor`, plus `sum`. */
  convertTo(type: number, factor: number, sum: number): Mat;
  putText(
    text: string,
    origin: object,
    face: number,
    scale: number,
    style: { readonly color: object; readonly thickness: number; readonly lineType: number },
  ): void;
  drawRectangle(from: object, to: object, color: object, thickness: number): void;
  getData(): Uint8Array;
  getDataAsync(done: Callback<Uint8Array>): void;
  release(): void;
}

/** A device, file or stream that is open. */
export interface VideoCapture {
  /** The next picture; an empty one at the end, and where reading fails. */
  read(): Mat;
  get(property: number): number;
  set(property: number, value: number): boolean;
  release(): void;
}

/** What the binding calls with an error's message, or with a result. */
export type Callback<T> = (error: string | Error | null, result: T) => void;

const require = createRequire(import.meta.url);
let loaded: OpenCVBinding | undefined;

/** The folder of `@u4/opencv4nodejs`; nothing where it is not installed. */
export function bindingFolder(): string | undefined {
  try {
    return join(dirname(require.resolve("@u4/opencv4nodejs")), "../../..");
  } catch {
    return undefined;
  }
}

/** The file that `setup` builds in that folder. */
export function bindingFile(folder: string): string {
  return join(folder, "build/Release/opencv4nodejs.node");
}

/** Whether OpenCV has been built here, so that it may be asked for. Loads nothing. */
export function isOpenCVBuilt(): boolean {
  const folder = bindingFolder();
  return folder !== undefined && existsSync(bindingFile(folder));
}

/**
 * The version of OpenCV that is used here, such as `"4.6.0"`. Loads it.
 *
 * @throws SourceError (`program`) with the command that builds it, where it has not been built.
 */
export function openCVVersion(): string {
  const { major, minor, revision } = loadOpenCV().version;
  return `${major}.${minor}.${revision}`;
}

/**
 * Where the binding is that was built here. Loads nothing.
 *
 * @throws SourceError (`program`) with the command that builds it.
 */
export function requireBinding(): string {
  const folder = bindingFolder();
  if (folder !== undefined && existsSync(bindingFile(folder))) return bindingFile(folder);
  throw new SourceError("program", `OpenCV is not built here. To build it, run: ${setupCommand(folder !== undefined)}`);
}

/**
 * Loads OpenCV, once. The native part only: the JavaScript around it would write to standard output, and look for
 * an OpenCV to download.
 *
 * @throws SourceError (`program`) with the command that builds it.
 */
export function loadOpenCV(): OpenCVBinding {
  if (loaded) return loaded;
  const file = requireBinding();
  try {
    loaded = require(file) as OpenCVBinding;
    return loaded;
  } catch (cause) {
    const message = `OpenCV was built here, but does not load, as after an update of Node or OpenCV. To build it anew, run: ${setupCommand(true)}`;
    throw Object.assign(new SourceError("program", message), { cause });
  }
}

/** Calls something of the binding's that ends with a callback. */
export function promised<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(result);
    });
  });
}
