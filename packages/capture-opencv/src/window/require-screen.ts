/**
 * Throws an error with a sentence where there is no screen to open a window on, as far as the environment shows it:
 * OpenCV's window would end the whole process instead.
 */
export function requireScreen(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): void {
  const { DISPLAY, WAYLAND_DISPLAY } = env;
  if (platform === "darwin" || platform === "win32" || DISPLAY || WAYLAND_DISPLAY) return;
  throw new Error(
    "There is no screen here to open a window on: DISPLAY is not set. Start it in a desktop session, or come by “ssh -X”.",
  );
}
