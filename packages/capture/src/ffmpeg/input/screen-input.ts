/** The screen as an input of ffmpeg. */
import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/** Returns the input for the whole screen: `text` is an X11 display such as `:0`, or empty for the current one. */
export function screenInput(
  text: string,
  { fps, platform }: InputOptions,
  env: NodeJS.ProcessEnv = process.env,
): Input {
  const screen = { kind: "screen", needsPacing: false, mayBeJpeg: false, format: "RGB" } as const;
  const rate = ["-framerate", String(fps)];
  if (platform === "darwin") {
    const number = text === "" ? "0" : text;
    if (!/^\d$/.test(number))
      throw new SourceError("usage", `“screen:${text}” is not a screen: screen:0 is the first.`);
    return {
      ...screen,
      label: `screen ${number}`,
      args: () => ["-f", "avfoundation", ...rate, "-i", `Capture screen ${number}:none`],
    };
  }
  if (platform === "win32") {
    if (text !== "") throw new SourceError("usage", `“screen:${text}” is not a screen: use “screen:” alone.`);
    return { ...screen, label: "the screen", args: () => ["-f", "gdigrab", ...rate, "-i", "desktop"] };
  }
  const { DISPLAY } = env;
  const display = text === "" ? DISPLAY : text;
  if (display === undefined || display === "") {
    throw new SourceError(
      "usage",
      "There is no screen here: DISPLAY is not set. Set it, or name a display, such as screen::0.",
    );
  }
  if (!/^[\w.-]*:\d+(?:\.\d+)?$/.test(display) || display.startsWith("-")) {
    throw new SourceError(
      "usage",
      `“screen:${text}” is not an X11 display: use screen: alone, or a display such as screen::0.`,
    );
  }
  return { ...screen, label: `screen ${display}`, args: () => ["-f", "x11grab", ...rate, "-i", display] };
}
