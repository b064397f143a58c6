/** Programs that tests run. */

import { execFile } from "node:child_process";
import { python } from "test-support/needs";

/** Runs a program to its end and returns its output. Rejects when it fails. */
export function runProgram(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 64 << 20 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

/** Runs a Python script. */
export function runPython(script: string, ...args: readonly string[]): Promise<string> {
  return runProgram(python, ["-c", script, ...args]);
}
