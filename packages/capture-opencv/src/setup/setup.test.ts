import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { needsOpenCV } from "../../testing/needs.ts";
import { createProgressMeter } from "./meter.ts";
import { nodeHeaders } from "./node-headers.ts";
import { installCommand, openCVRequirements } from "./system.ts";

const main = fileURLToPath(new URL("../../dist/setup/main.js", import.meta.url));

describe("setup", () => {
  it.each([
    ["Debian", "linux", 'PRETTY_NAME="Debian"\nID=debian\n', "sudo apt-get install libopencv-dev "],
    ["Ubuntu", "linux", "ID=ubuntu\nID_LIKE=debian\n", "sudo apt-get install libopencv-dev "],
    ["Fedora", "linux", "ID=fedora\n", "sudo dnf install opencv-devel "],
    ["macOS", "darwin", "", "xcode-select --install; brew install opencv "],
  ])("prints the one command for %s", (_name, platform, release, command) => {
    const lines = installCommand(platform, release);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(command);
  });

  it("prints all commands for an unknown system", () => {
    expect(installCommand("linux", "ID=nixos\n").map((line) => line.split(/:/)[0])).toEqual([
      "Debian, Ubuntu",
      "Fedora",
      "macOS",
    ]);
  });

  it("builds nothing where a dependency is missing, and prints its name and the command", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "--force"], {
      env: { PATH: "" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^Missing on this machine: pkg-config, OpenCV 4 with its headers, make, a C\+\+ compiler, Python 3\. .*\n.*install.*opencv/,
    );
  });

  it("says beforehand what is missing, without building", () => {
    vi.stubEnv("PATH", "");
    const { missing, install } = openCVRequirements();
    vi.unstubAllEnvs();
    expect(missing).toEqual(["pkg-config", "OpenCV 4 with its headers", "make", "a C++ compiler", "Python 3"]);
    expect(install.join()).toContain("opencv");
  });

  it("prints the valid options for an unknown option", () => {
    const { status, stderr } = spawnSync(process.execPath, [main, "--nope"], { encoding: "utf8" });
    expect(stderr).toMatch(/^“--nope” is not an option\. The only option is --force/);
    expect(status).toBe(2);
  });

  const { skip, because } = needsOpenCV();
  it.skipIf(skip)(`builds once only${because}`, () => {
    const { status, stdout } = spawnSync(process.execPath, [main], { env: { PATH: "" }, encoding: "utf8" });
    expect(stdout).toMatch(/^OpenCV is ready/);
    expect(status).toBe(0);
  });

  it("uses the headers beside Node when they are of its version", () => {
    const prefix = mkdtempSync(join(tmpdir(), "framewire-headers-"));
    try {
      const node = join(prefix, "bin/node");
      expect(nodeHeaders(node, "20.19.4")).toBeUndefined();
      mkdirSync(join(prefix, "include/node"), { recursive: true });
      const version = ["MAJOR_VERSION 20", "MINOR_VERSION 19", "PATCH_VERSION 4"].map(
        (line) => `#define NODE_${line}\n`,
      );
      writeFileSync(join(prefix, "include/node/node_version.h"), version.join(""));
      expect(nodeHeaders(node, "20.19.4")).toBe(prefix);
      expect(nodeHeaders(node, "22.0.0")).toBeUndefined();
    } finally {
      rmSync(prefix, { recursive: true });
    }
  });

  it("shows the progress: one line in a terminal, at most eleven in a log", () => {
    for (const isTTY of [true, false]) {
      let text = "";
      const meter = createProgressMeter({ isTTY, write: (more) => (text += more) }, () => 83_000);
      for (let compiled = 0; compiled <= 104; compiled++) meter.show({ compiled, files: 104 });
      meter.end();
      expect(text).toContain("  52 of 104 files, 0:00 min");
      expect(text.split("\n").length - 1).toBe(isTTY ? 1 : 11);
    }
  });
});
