/** The check for a screen. */
import { WindowError } from "./window-error.ts";

/**
 * Throws where the environment has no screen. OpenCV would end the process instead.
 *
 * @throws WindowError (`no-screen`)
 */
export function requireScreen(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): void {
  const { DISPLAY, WAYLAND_DISPLAY } = env;
  if (platform === "darwin" || platform === "win32" || DISPLAY || WAYLAND_DISPLAY) return;
  throw new WindowError(
    "no-screen",
    "There is no screen here to open a window on: DISPLAY is not set. Start it in a desktop session, or connect with “ssh -X”.",
  );
}
