/** The requirements of the build on this system. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** The OpenCV that is installed on this machine. */
export interface SystemOpenCV {
  readonly version: string;
  readonly includes: string;
  readonly libraries: string;
}

/** The requirements of the build: what is missing, and OpenCV where it is found. */
export interface System {
  readonly missing: readonly string[];
  readonly opencv: SystemOpenCV | undefined;
}

/** What the build of OpenCV's binding needs on this machine. */
export interface OpenCVRequirements {
  /** Names of what is missing, for people; empty where the build can start. */
  readonly missing: readonly string[];
  /** The command that installs all of it; one line for each known system where this one is not known. */
  readonly install: readonly string[];
}

/** Looks for what the build of OpenCV's binding needs on this machine. Builds nothing. */
export function openCVRequirements(): OpenCVRequirements {
  return { missing: inspectSystem().missing, install: installCommand() };
}

/** Searches for OpenCV with pkg-config, and for the build tools. */
export function inspectSystem(): System {
  const missing: string[] = [];
  if (!runs("pkg-config", "--version")) missing.push("pkg-config");
  const opencv = findOpenCV();
  if (!opencv) missing.push("OpenCV 4 with its headers");
  if (!runs("make", "--version")) missing.push("make");
  if (!runs("c++", "--version")) missing.push("a C++ compiler");
  if (!runs("python3", "--version")) missing.push("Python 3");
  return { missing, opencv };
}

function findOpenCV(): SystemOpenCV | undefined {
  const ask = (what: string) => {
    const { status, stdout } = spawnSync("pkg-config", [what, "opencv4"], { encoding: "utf8" });
    return status === 0 ? stdout.trim() : "";
  };
  const [version, includes, libraries] = [ask("--modversion"), ask("--variable=includedir"), ask("--variable=libdir")];
  if (!version || !existsSync(`${includes}/opencv2/core.hpp`)) return undefined;
  return { version, includes, libraries };
}

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: "ignore" }).status === 0;
}

/** The commands that install all requirements. */
const commands = {
  debian: "sudo apt-get install libopencv-dev pkg-config python3 make g++",
  fedora: "sudo dnf install opencv-devel pkgconf-pkg-config python3 make gcc-c++",
  macos: "xcode-select --install; brew install opencv pkg-config",
} as const;

/** Returns the command that installs the requirements; on an unknown system those of all known ones. */
export function installCommand(
  platform: string = process.platform,
  release: string = readRelease(),
): readonly string[] {
  if (platform === "darwin") return [commands.macos];
  const like = /^ID(?:_LIKE)?=.*$/gm;
  const names = (release.match(like) ?? []).join(" ");
  if (/debian|ubuntu/.test(names)) return [commands.debian];
  if (/fedora|rhel/.test(names)) return [commands.fedora];
  return [
    `Debian, Ubuntu:  ${commands.debian}`,
    `Fedora:          ${commands.fedora}`,
    `macOS:           ${commands.macos}`,
  ];
}

function readRelease(): string {
  return existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
}
