/** A virtual screen. */
import { execFileSync } from "node:child_process";
import type { VideoFrame } from "@framewire/media";
import { startScreen } from "test-support/screen";
import type { TestContext } from "vitest";
import { start } from "../apps/process.ts";
import { until } from "../apps/wait.ts";

/** A virtual screen with a window manager and a keyboard. */
export interface Display {
  /** Put before a command, it runs the command on this screen. */
  readonly within: readonly string[];
  /** Waits for a window of Framewire with this title. Resolves to its id. */
  window(title: string): Promise<string>;
  /** Resizes a window, without its border, and waits until it has that size. */
  resize(window: string, width: number, height: number): Promise<void>;
  /** Presses a key in a window. */
  press(window: string, key: string): void;
  /** Captures the content of a window. */
  capture(window: string): VideoFrame;
}

const programs = ["Xvfb", "openbox", "xdotool", "ffmpeg"] as const;

/** The programs that {@link startDisplay} needs. */
export const displayNeeds: readonly string[] = programs;

/** Starts a screen of 1920x1080. */
export async function startDisplay(test: TestContext): Promise<Display> {
  const { display, stop } = await startScreen("1920x1080");
  test.onTestFinished(stop);
  const env = { ...process.env, DISPLAY: display };
  const within = ["env", `DISPLAY=${display}`];

  /** Runs xdotool. Returns its output, or an empty text when it fails, for example without such a window. */
  function xdotool(...args: readonly string[]): string {
    try {
      return execFileSync("xdotool", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return "";
    }
  }

  function sizeOf(window: string): readonly [width: number, height: number] {
    const text = xdotool("getwindowgeometry", "--shell", window);
    return [Number(/WIDTH=(\d+)/.exec(text)?.[1]), Number(/HEIGHT=(\d+)/.exec(text)?.[1])];
  }

  const manager = start(test, "env", [...within.slice(1), "openbox"]);
  const describe = (): string => `openbox does not run: ${manager.stderr}`;
  await until(() => xdotool("get_num_desktops") || undefined, { within: 20_000, describe });

  return {
    within,
    window(title) {
      let seen = "";
      return until(
        () => {
          const found = xdotool("search", "--onlyvisible", "--name", "^Framewire").split("\n").filter(Boolean);
          seen = found.map((window) => xdotool("getwindowname", window)).join(", ");
          return found.find((window) => xdotool("getwindowname", window) === title);
        },
        { within: 20_000, describe: () => `No window has the title “${title}”; there are: ${seen}` },
      );
    },
    async resize(window, width, height) {
      xdotool("windowsize", window, String(width), String(height));
      const fits = (): true | undefined => (sizeOf(window).join() === `${width},${height}` ? true : undefined);
      await until(fits, { within: 5000, describe: () => `The window is ${sizeOf(window).join("x")}.` });
    },
    press: (window, key) => void xdotool("windowactivate", "--sync", window, "key", key),
    capture(window) {
      const [width, height] = sizeOf(window);
      const grab = ["-v", "error", "-f", "x11grab", "-window_id", window, "-draw_mouse", "0", "-i", display];
      const still = [...grab, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
      const data = execFileSync("ffmpeg", still, {
        env,
        maxBuffer: 3 * 1920 * 1080 + 1,
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { sequence: 0, timestamp: 0, format: "RGB", width, height, data };
    },
  };
}
