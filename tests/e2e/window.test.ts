import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { VideoFrame } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { describe, expect, it, type TestContext } from "vitest";
import { type App, stack, startApp } from "./support/apps/app.ts";
import { until } from "./support/apps/wait.ts";
import { type Display, displayNeeds, startDisplay } from "./support/environment/display.ts";
import { needs, openCV } from "./support/environment/programs.ts";

const shown = ["--size", "1280x720", "--fps", "15"] as const;
const server = ["--host", "127.0.0.1", "--port", "0", "--name", "The server", ...shown] as const;

/** Starts a server with a window on this display. */
async function serverWithWindow(test: TestContext, display: Display) {
  const app = startApp(test, "server", [...server, "--view", "window"], display);
  const { port } = await app.event("listening", { within: 20_000 });
  const window = await display.window("Framewire – waiting for the other side");
  return { app, port, window };
}

/** Starts a client with a window on this display, and a server without one. */
async function clientWithWindow(test: TestContext, display: Display) {
  const other = startApp(test, "server", [...server, "--view", "none", "--keep-watching", "--once"]);
  const { port } = await other.event("listening");
  const args = [`127.0.0.1:${port}`, "--name", "The client", ...shown, "--view", "window"];
  const app = startApp(test, "client", args, display);
  const window = await display.window("Framewire – connected with The server");
  return { other, app, window };
}

/** The ids of the processes that show the window of an app. */
function windowsOf({ pid }: App): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return list.map(Number).filter((child) => commandOf(child).includes("window/child/main.js"));
}

/** The command line of a process; empty if it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Captures until the pattern is readable. */
async function readCode(capture: () => VideoFrame) {
  return until(() => readPattern(capture()), { within: 10_000, describe: () => "There is no readable pattern." });
}

/** The area of our own video in a window of 1600x900: its place in 1280x720, times 1.25. */
const selfView = { x: 1184, y: 652, width: 384, height: 216 };

function crop({ width, data, ...frame }: VideoFrame, part: typeof selfView): VideoFrame {
  const rows = Array.from({ length: part.height }, (_, y) => {
    const start = 3 * ((part.y + y) * width + part.x);
    return data.subarray(start, start + 3 * part.width);
  });
  return { ...frame, width: part.width, height: part.height, data: Buffer.concat(rows) };
}

const all = needs(openCV, ...displayNeeds);
describe.skipIf(all.skip)(`--view window${all.because}`, { timeout: 90_000 }, () => {
  it("shows live video, the peer large and this side small; Enter in it ends both sides with a bye", async (test) => {
    const display = await startDisplay(test);
    const { app, port, window } = await serverWithWindow(test, display);
    const client = startApp(test, "client", [`127.0.0.1:${port}`, "--name", "The client", ...shown, "--view", "none"]);
    await app.event("connected", { within: 15_000 });
    expect(await display.window("Framewire – connected with The client")).toBe(window);
    await display.resize(window, 1600, 900);

    const capture = (): VideoFrame => display.capture(window);
    const [large, small] = [await readCode(capture), await readCode(() => crop(capture(), selfView))];
    // The client's pattern began when it connected, ours when the window opened.
    expect(small.sequence).toBeGreaterThan(large.sequence);
    const seenAt = Date.now() * 1000;
    for (const { timestamp } of [large, small]) expect(Math.abs(seenAt - timestamp)).toBeLessThan(3e6);
    const later = await until(
      () => {
        const code = readPattern(capture());
        return code && code.sequence > large.sequence ? code : undefined;
      },
      { within: 5000, describe: () => "The video does not change." },
    );
    expect(later.timestamp).toBeGreaterThan(large.timestamp);

    // The window wants the client's frames, and the client wants none of ours. Shown frames are counted.
    const stats = await app.event("stats", { where: ({ received: { stages } }) => stages.shown !== undefined });
    expect(stats).toMatchObject({ localDemand: true, remoteDemand: false });
    const [child = 0] = windowsOf(app);
    expect(child).toBeGreaterThan(0);

    display.press(window, "Return");
    expect(await app.exit({ within: 15_000 })).toBe(0);
    expect(await client.exit({ within: 15_000 })).toBe(0);
    expect(await app.event("closed")).toMatchObject({ by: "local", code: "left" });
    expect(await client.event("closed")).toMatchObject({ by: "remote", code: "left" });
    expect(commandOf(child)).toBe("");
    expect(app.stderr + client.stderr).not.toMatch(stack);
  });

  it("hangs up when it is closed", async (test) => {
    const display = await startDisplay(test);
    const { other, app, window } = await clientWithWindow(test, display);
    display.press(window, "alt+F4");
    expect(await app.exit({ within: 15_000 })).toBe(0);
    expect(await other.exit({ within: 15_000 })).toBe(0);
    expect(await app.event("closed")).toMatchObject({ by: "local", code: "left" });
    expect(await other.event("closed")).toMatchObject({ by: "remote", code: "left" });
  });

  it("names a lost peer, and closes when its app is killed", async (test) => {
    const display = await startDisplay(test);
    const { other, app, window } = await clientWithWindow(test, display);
    other.signal("SIGKILL");
    expect(await display.window("Framewire – lost The server")).toBe(window);
    const [child = 0] = windowsOf(app);
    app.signal("SIGKILL");
    const ended = (): true | undefined => (commandOf(child) === "" ? true : undefined);
    await until(ended, { within: 5000, describe: () => "The window is still open after its app has ended." });
  });

  it("does not affect its app when it hangs, and ends it with a message when it is killed", async (test) => {
    const display = await startDisplay(test);
    const { other, app } = await clientWithWindow(test, display);
    const [pid = 0] = windowsOf(app);
    process.kill(pid, "SIGSTOP");
    const before = await app.event("stats");
    // Frames are dropped meanwhile, and nothing waits for the window.
    await app.event("stats", {
      after: before,
      where: ({ received, sent }) =>
        received.frames > before.received.frames + 15 && sent.frames > before.sent.frames + 15,
      within: 15_000,
    });
    process.kill(pid, "SIGKILL");
    expect(await app.exit({ within: 15_000 })).toBe(0);
    expect(app.stderr).toContain("The window has failed: its process has ended with SIGKILL");
    expect(await other.event("closed")).toMatchObject({ by: "remote", code: "left" });
  });
});

const built = needs(openCV);
describe.skipIf(built.skip || process.platform !== "linux")(`without a screen${built.because}`, () => {
  it("--view window reports it, with the alternative", async (test) => {
    const screenless = ["env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY"];
    const app = startApp(test, "server", [...server, "--view", "window"], { within: screenless });
    expect(await app.exit()).toBe(1);
    const { message } = await app.event("error");
    expect(message).toMatch(/^There is no screen here .*DISPLAY is not set.*--view web\.$/);
    expect(app.stderr).not.toMatch(stack);
  });
});

describe("without OpenCV and ffmpeg", () => {
  const hidden = fileURLToPath(new URL("./support/environment/hide-opencv.mjs", import.meta.url));
  const within = ["env", "PATH=/nowhere", `NODE_OPTIONS=--import=${hidden}`];

  async function failure(test: TestContext, ...args: readonly string[]): Promise<string> {
    const app = startApp(test, "server", [...server, ...args], { within });
    expect(await app.exit()).toBe(1);
    return (await app.event("error")).message;
  }

  it("an option that needs one of them says how to install it, and the rest works", async (test) => {
    const command = "OpenCV is not built here. To build it, run: pnpm setup:opencv";
    expect(await failure(test, "--view", "window")).toBe(command);
    expect(await failure(test, "--view", "none", "--source", "opencv:0")).toBe(command);
    const both = await failure(test, "--view", "none", "--source", "0");
    expect(both).toContain("requires ffmpeg or OpenCV, and none of them is installed.");
    expect(both).toContain("“sudo apt install ffmpeg” on Debian");
    expect(both).toMatch(/For OpenCV, run: pnpm setup:opencv$/);
    const app = startApp(test, "demo", ["--duration", "1s"], { within });
    expect(await app.exit({ within: 15_000 })).toBe(0);
    expect((await app.event("closed")).received.frames).toBeGreaterThan(0);
  });
});
