import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/** This machine's screen, whole: `text` names a display of X11, such as `:0`, or is empty for the one that we are on. */
export function screenInput(
  text: string,
  { fps, platform }: InputOptions,
  env: NodeJS.ProcessEnv = process.env,
): Input {
  const screen = { kind: "screen", paced: false, mayBeJpeg: false, format: "RGB" } as const;
  const rate = ["-framerate", String(fps)];
  if (platform === "darwin") {
    const number = text === "" ? "0" : text;
    if (!/^\d$/.test(number))
      throw new SourceError("usage", `“screen:${text}” is not a screen: screen:0 is the first.`);
    return {
      ...screen,
      shown: `screen ${number}`,
      args: () => ["-f", "avfoundation", ...rate, "-i", `Capture screen ${number}:none`],
    };
  }
  if (platform === "win32") {
    if (text !== "") throw new SourceError("usage", `“screen:${text}” is not a screen: it is “screen:” alone.`);
    return { ...screen, shown: "the screen", args: () => ["-f", "gdigrab", ...rate, "-i", "desktop"] };
  }
  const { DISPLAY } = env;
  const display = text === "" ? DISPLAY : text;
  if (display === undefined || display === "") {
    throw new SourceError("usage", "There is no screen here: DISPLAY is not set. Name one, such as screen::0.");
  }
  if (!/^[\w.-]*:\d+(?:\.\d+)?$/.test(display) || display.startsWith("-")) {
    throw new SourceError(
      "usage",
      `“screen:${text}” is not a screen of X11: that is screen: alone, or such as screen::0.`,
    );
  }
  return { ...screen, shown: `screen ${display}`, args: () => ["-f", "x11grab", ...rate, "-i", display] };
}
