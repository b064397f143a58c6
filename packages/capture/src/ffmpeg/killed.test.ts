import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { needs } from "../../testing/programs.ts";
import { recordLog } from "../../testing/read.ts";
import { ffmpeg } from "./ffmpeg.ts";

/** The process ids of ffmpeg as a child of this process. */
function ffmpegs(): number[] {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return pids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0]?.endsWith("ffmpeg"));
}

const program = needs("ffmpeg");
it.skipIf(program.skip || process.platform !== "linux")(
  `ffmpeg that is killed is started again, and the source says so meanwhile${program.because}`,
  async () => {
    const log = recordLog();
    const problems: unknown[] = [];
    const source = ffmpeg("lavfi:testsrc2=size=64x48:rate=25", {
      log: {
        ...log,
        warn(line) {
          log.warn(line);
          problems.push(source.describe?.().problem);
        },
      },
    });
    let killed = false;
    for await (const _ of source()) {
      const [pid] = ffmpegs();
      if (!killed && pid !== undefined) killed = process.kill(pid, "SIGKILL");
      // Frames that were in the pipe come first.
      if (log.lines.some((line) => line.startsWith("info:"))) break;
    }
    expect(problems).toEqual([expect.stringMatching(/^Lost .*Trying until it is back\.$/)]);
    expect(source.describe?.().problem).toBeUndefined();
  },
  20_000,
);
