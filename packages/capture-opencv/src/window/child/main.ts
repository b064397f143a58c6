/**
 * The process that shows a window: its work blocks, and OpenCV's libraries write where they like. It takes what it shows
 * as messages, answers each when it is drawn, and ends when its standard input does.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import { loadOpenCV, type OpenCVBinding } from "../../binding/load-opencv.ts";
import { plainWindow, windowProperty } from "../../binding/opencv-constants.ts";
import type { Asked, FromWindow } from "../message.ts";
import { createStage } from "./compositor.ts";
import { alike, type Size, windowFor } from "./layout.ts";

/** What OpenCV knows the window by, and the system its program. */
const name = "Framewire";

/** How often the window does what is due: keys, moves, being covered and closed. */
const tickMs = 15;

function say(message: FromWindow, then: () => void = () => {}): void {
  process.send?.(message, then);
}

/** Says it, and is gone. Not an ordinary exit: that would wait for threads. */
function endWith(message: FromWindow): void {
  say(message, () => process.kill(process.pid, "SIGKILL"));
}

function showWindow(cv: OpenCVBinding): void {
  const stage = createStage(cv);
  const drawn: number[] = [];
  let proportions: Size = stage.size;
  let over = false;

  function fitWindow(): void {
    const { width, height } = windowFor(stage.size);
    cv.resizeWindow(name, width, height);
    proportions = stage.size;
  }

  /** Lets the window work for a moment, and tells whether it is still there. */
  function work(): boolean {
    const key = cv.waitKey(1);
    if ((key === 10 || key === 13) && !over) {
      over = true;
      say({ kind: "ended", by: "enter" });
    }
    if (cv.getWindowProperty(name, windowProperty.visible) >= 1) return true;
    clearInterval(timer);
    if (over) process.kill(process.pid, "SIGKILL");
    else endWith({ kind: "ended", by: "close" });
    return false;
  }

  function draw(): void {
    const picture = stage.draw();
    if (!alike(proportions, stage.size)) fitWindow();
    cv.imshow(name, picture);
    work();
    picture.release();
    for (const id of drawn.splice(0)) say({ kind: "answer", id, problem: undefined });
  }

  cv.namedWindow(name, plainWindow);
  fitWindow();
  const timer = setInterval(() => {
    if (work() && drawn.length > 0) draw();
  }, tickMs);
  process.on("message", (message: Asked) => {
    const problem = stage.take(message);
    if (problem !== undefined) {
      say({ kind: "answer", id: message.id, problem });
      return;
    }
    drawn.push(message.id);
    // The small picture comes with the next large one, or after a moment.
    if ((message.kind === "picture" && message.place === "small") || !work()) return;
    if (message.kind === "scene") cv.setWindowTitle(name, message.scene.title);
    draw();
  });
  draw();
  say({ kind: "open" });
}

try {
  new Worker(new URL("../../process/follow-parent.js", import.meta.url));
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.on("uncaughtException", (error) => endWith({ kind: "failed", reason: error.message }));
  showWindow(loadOpenCV());
} catch (error) {
  endWith({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
}
