import { run } from "./run.ts";

/** A screen that nobody sees. */
export interface Screen {
  /** What programs call it, in `DISPLAY`. */
  readonly display: string;
  /** Ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a {@link Screen} of a size such as `1920x1080`. It needs Xvfb. */
export async function startScreen(size: string): Promise<Screen> {
  // It would begin anew after its first client has left, and take the others with it.
  const options = ["-screen", "0", `${size}x24`, "-nolisten", "tcp", "-noreset"];
  const server = run("Xvfb", ["-displayfd", "1", ...options]);
  const number = await server.says(/^(\d+)$/m);
  return { display: `:${number}`, stop: server.stop };
}
