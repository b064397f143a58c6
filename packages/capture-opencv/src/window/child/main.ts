/**
 * The process that shows the window, since OpenCV's event loop blocks and its libraries write to the standard streams. It
 * receives commands over IPC, answers each when it is drawn, and ends when its standard input ends.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import { loadOpenCV } from "../../binding/load-opencv.ts";
import type { OpenCVBinding } from "../../binding/opencv-binding.ts";
import { plainWindow, windowProperty } from "../../binding/opencv-constants.ts";
import type { WindowEvent, WindowRequest } from "../message.ts";
import { createCompositor } from "./compositor.ts";
import { type Size, sameAspectRatio, windowSize } from "./layout.ts";

/** Name of the window in OpenCV. */
const name = "Framewire";

/** Interval at which the window handles its events, in milliseconds. */
const tickMs = 15;

function send(message: WindowEvent, onSent: () => void = () => {}): void {
  process.send?.(message, onSent);
}

/** Sends a message and ends the process. A regular exit would wait for threads. */
function endWith(message: WindowEvent): void {
  send(message, () => process.kill(process.pid, "SIGKILL"));
}

function showWindow(cv: OpenCVBinding): void {
  const compositor = createCompositor(cv);
  const pending: number[] = [];
  let fittedSize: Size = compositor.size;
  let hasEnded = false;

  function fitWindow(): void {
    const { width, height } = windowSize(compositor.size);
    cv.resizeWindow(name, width, height);
    fittedSize = compositor.size;
  }

  /** Handles the window's events. Returns whether the window is still open. */
  function handleEvents(): boolean {
    const key = cv.waitKey(1);
    if ((key === 10 || key === 13) && !hasEnded) {
      hasEnded = true;
      send({ kind: "ended", by: "enter" });
    }
    if (cv.getWindowProperty(name, windowProperty.visible) >= 1) return true;
    clearInterval(timer);
    if (hasEnded) process.kill(process.pid, "SIGKILL");
    else endWith({ kind: "ended", by: "close" });
    return false;
  }

  function draw(): void {
    const image = compositor.draw();
    if (!sameAspectRatio(fittedSize, compositor.size)) fitWindow();
    cv.imshow(name, image);
    handleEvents();
    image.release();
    for (const id of pending.splice(0)) send({ kind: "answer", id, problem: undefined });
  }

  cv.namedWindow(name, plainWindow);
  fitWindow();
  const timer = setInterval(() => {
    if (handleEvents() && pending.length > 0) draw();
  }, tickMs);
  process.on("message", (message: WindowRequest) => {
    const problem = compositor.apply(message);
    if (problem !== undefined) {
      send({ kind: "answer", id: message.id, problem });
      return;
    }
    pending.push(message.id);
    // A small frame is drawn with the next large one, or at the next tick.
    if ((message.kind === "frame" && message.pane === "small") || !handleEvents()) return;
    if (message.kind === "scene") cv.setWindowTitle(name, message.scene.title);
    draw();
  });
  draw();
  send({ kind: "open" });
}

try {
  new Worker(new URL("../../process/follow-parent.js", import.meta.url));
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.on("uncaughtException", (error) => endWith({ kind: "failed", reason: error.message }));
  showWindow(loadOpenCV());
} catch (error) {
  endWith({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
}
