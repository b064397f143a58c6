/** The progress of the build on the terminal. */
import type { BuildProgress } from "./build.ts";

/** Shows the progress of the build: in one line of a terminal, and in ten lines of a log. */
export interface ProgressMeter {
  show(progress: BuildProgress): void;
  /** Ends the line. */
  end(): void;
}

/** Lines in a log. */
const logLines = 10;

/** Creates the meter. */
export function createProgressMeter(
  output: { readonly isTTY?: boolean; write(text: string): unknown } = process.stdout,
  clock: () => number = () => performance.now(),
): ProgressMeter {
  const start = clock();
  let shown = -1;
  return {
    show({ compiled, files }) {
      const part = Math.floor((logLines * compiled) / files);
      if (!output.isTTY && part === shown) return;
      shown = part;
      const seconds = Math.round((clock() - start) / 1000);
      const text = `  ${compiled} of ${files} files, ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
      output.write(output.isTTY ? `\r${text}` : `${text}\n`);
    },
    end() {
      if (output.isTTY && shown >= 0) output.write("\n");
    },
  };
}
