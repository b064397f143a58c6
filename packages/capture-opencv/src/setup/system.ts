import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** The OpenCV that is installed on this machine. */
export interface SystemOpenCV {
  readonly version: string;
  readonly includes: string;
  readonly libraries: string;
}

/** What there is to build with: what is missing, and OpenCV where it is found. */
export interface System {
  readonly missing: readonly string[];
  readonly opencv: SystemOpenCV | undefined;
}

/** Looks for OpenCV by pkg-config, and for what compiles. */
export function lookAtSystem(): System {
  const missing: string[] = [];
  if (!answers("pkg-config", "--version")) missing.push("pkg-config");
  const opencv = findOpenCV();
  if (!opencv) missing.push("OpenCV 4 with its headers");
  if (!answers("make", "--version")) missing.push("make");
  if (!answers("c++", "--version")) missing.push("a C++ compiler");
  if (!answers("python3", "--version")) missing.push("Python 3");
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

function answers(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: "ignore" }).status === 0;
}

/** The command for each kind of system, which installs all that is needed. */
const commands = {
  debian: "sudo apt-get install libopencv-dev pkg-config python3 make g++",
  fedora: "sudo dnf install opencv-devel pkgconf-pkg-config python3 make gcc-c++",
  macos: "xcode-select --install; brew install opencv pkg-config",
} as const;

/** The one command that installs what is missing here; of a system that is not known, those of the others. */
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
