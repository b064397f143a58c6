import { execFileSync } from "node:child_process";
import type { VideoFrame } from "@framewire/media";
import { startScreen } from "test-support/screen";
import type { TestContext } from "vitest";
import { start } from "./process.ts";
import { until } from "./wait.ts";

/** A screen that nobody sees, with a window manager, and a hand at its keyboard. */
export interface Display {
  /** What comes before a command to run it there. */
  readonly within: readonly string[];
  /** Waits for a window of ours with this title, and gives its number. */
  window(title: string): Promise<string>;
  /** Makes a window so large, border aside, and waits until it is. */
  resize(window: string, width: number, height: number): Promise<void>;
  /** Presses a key in a window. */
  press(window: string, key: string): void;
  /** What is in a window now. */
  picture(window: string): VideoFrame;
}

const programs = ["Xvfb", "openbox", "xdotool", "ffmpeg"] as const;

/** What {@link startDisplay} needs. */
export const displayNeeds: readonly string[] = programs;

/** Starts a screen of 1920x1080. */
export async function startDisplay(test: TestContext): Promise<Display> {
  const { display, stop } = await startScreen("1920x1080");
  test.onTestFinished(stop);
  const env = { ...process.env, DISPLAY: display };
  const within = ["env", `DISPLAY=${display}`];

  /** What xdotool says; nothing where it fails, as when there is no such window. */
  function ask(...args: readonly string[]): string {
    try {
      return execFileSync("xdotool", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return "";
    }
  }

  function sizeOf(window: string): readonly [width: number, height: number] {
    const text = ask("getwindowgeometry", "--shell", window);
    return [Number(/WIDTH=(\d+)/.exec(text)?.[1]), Number(/HEIGHT=(\d+)/.exec(text)?.[1])];
  }

  const manager = start(test, "env", [...within.slice(1), "openbox"]);
  const nobody = (): string => `There is no openbox: ${manager.stderr}`;
  await until(() => ask("get_num_desktops") || undefined, { within: 20_000, describe: nobody });

  return {
    within,
    window(title) {
      let seen = "";
      return until(
        () => {
          const found = ask("search", "--onlyvisible", "--name", "^Framewire").split("\n").filter(Boolean);
          seen = found.map((window) => ask("getwindowname", window)).join(", ");
          return found.find((window) => ask("getwindowname", window) === title);
        },
        { within: 20_000, describe: () => `No window is called “${title}”, but: ${seen}` },
      );
    },
    async resize(window, width, height) {
      ask("windowsize", window, String(width), String(height));
      const fits = (): true | undefined => (sizeOf(window).join() === `${width},${height}` ? true : undefined);
      await until(fits, { within: 5000, describe: () => `The window is ${sizeOf(window).join("x")}.` });
    },
    press: (window, key) => void ask("windowactivate", "--sync", window, "key", key),
    picture(window) {
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
