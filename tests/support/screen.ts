/** A virtual screen, by Xvfb. */
import { run } from "./run.ts";

/** A virtual screen. */
export interface Screen {
  /** The value of `DISPLAY`. */
  readonly display: string;
  /** Ends it and waits for its exit. */
  stop(): Promise<void>;
}

/** Starts a {@link Screen} of a size such as `1920x1080`. Needs Xvfb. */
export async function startScreen(size: string): Promise<Screen> {
  // Without -noreset it restarts when its first client has left, and disconnects the others.
  const options = ["-screen", "0", `${size}x24`, "-nolisten", "tcp", "-noreset"];
  const server = run("Xvfb", ["-displayfd", "1", ...options]);
  const number = await server.says(/^(\d+)$/m);
  return { display: `:${number}`, stop: server.stop };
}
