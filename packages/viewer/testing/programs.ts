import { execFile, spawnSync } from "node:child_process";

/** Debian's own: the one on the path may be another, without its packages. */
const python = "/usr/bin/python3";

/** Why a test with ffmpeg cannot run here, as the end of its name; empty where it can. */
export function ffmpegMissing(): string {
  return spawnSync("ffmpeg", ["-version"]).status === 0 ? "" : " (skipped: needs apt-get install ffmpeg)";
}

/** The same for Python with OpenCV. */
export function openCvMissing(): string {
  return spawnSync(python, ["-c", "import cv2"]).status === 0 ? "" : " (skipped: needs apt-get install python3-opencv)";
}

/** Runs a program to its end and gives what it writes; rejects where it fails. */
export function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 64 << 20 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

/** Runs a Python script. */
export function runPython(script: string, ...args: readonly string[]): Promise<string> {
  return runProgram(python, ["-c", script, ...args]);
}
