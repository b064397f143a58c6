import type { Progress } from "./build.ts";

/** Shows how far the build is: in one line of a terminal, and elsewhere in a line now and then. */
export interface Meter {
  show(progress: Progress): void;
  /** Ends the line. */
  end(): void;
}

/** In a log, a line for each of so many parts. */
const parts = 10;

/** Makes a {@link Meter} for a stream. */
export function createMeter(
  output: { readonly isTTY?: boolean; write(text: string): unknown } = process.stdout,
  clock: () => number = () => performance.now(),
): Meter {
  const start = clock();
  let shown = -1;
  return {
    show({ compiled, files }) {
      const part = Math.floor((parts * compiled) / files);
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
