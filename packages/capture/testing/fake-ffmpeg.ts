import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { vi } from "vitest";

/** A program that runs in place of ffmpeg. */
export interface FakeFfmpeg extends Disposable {
  /** The arguments of each run so far. */
  readonly runs: readonly (readonly string[])[];
}

/**
 * Puts a script of sh before ffmpeg on `PATH`. It records its arguments and then runs `script`, in which `$FFMPEG` is the
 * real program.
 */
export function fakeFfmpeg(script: string, real = "/usr/bin/ffmpeg"): FakeFfmpeg {
  const folder = mkdtempSync(join(tmpdir(), "framewire-fake-"));
  const [program, runsFile] = [join(folder, "ffmpeg"), join(folder, "runs")];
  const record = `{ for argument; do printf '%s\\0' "$argument"; done; printf '\\n\\0'; } >>'${runsFile}'`;
  writeFileSync(program, `#!/bin/sh\nFFMPEG='${real}'\n${record}\n${script}\n`);
  writeFileSync(runsFile, "");
  chmodSync(program, 0o755);
  const { PATH = "" } = process.env;
  vi.stubEnv("PATH", `${folder}${delimiter}${PATH}`);
  return {
    get runs() {
      return readFileSync(runsFile, "utf8")
        .split("\n\0")
        .slice(0, -1)
        .map((run) => run.split("\0").slice(0, -1));
    },
    [Symbol.dispose]() {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
}
