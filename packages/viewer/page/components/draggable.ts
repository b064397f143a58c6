/** Moves an element between the corners of the window. */

import { setAttribute } from "../dom.ts";

const corners = ["bottom right", "bottom left", "top left", "top right"] as const;

/** A corner of the window. */
type Corner = (typeof corners)[number];

const storageKey = "framewire-self-view-corner";
/** A pointer that moves less than this, in pixels, clicks and does not drag. */
const dragThresholdPx = 6;

/**
 * Lets people move an element to any corner of the window: by dragging, by arrow keys, or by a click, which moves it to
 * the next corner. `grip` is the button that covers it.
 */
export function makeDraggable(node: HTMLElement, grip: HTMLButtonElement): void {
  let corner = remembered();
  let start: { readonly x: number; readonly y: number } | undefined;
  let dragged = false;

  function move(to: Corner): void {
    corner = to;
    node.dataset.corner = to.replace(" ", "-");
    setAttribute(grip, "aria-label", `Our own picture, ${to}. Arrow keys or Enter move it.`);
    try {
      localStorage.setItem(storageKey, to);
    } catch {
      // Without storage the corner lasts as long as the page.
    }
  }

  function shift(x: number, y: number): void {
    node.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
  }

  grip.addEventListener("pointerdown", ({ clientX, clientY, pointerId, button }) => {
    if (button !== 0) return;
    start = { x: clientX, y: clientY };
    dragged = false;
    grip.setPointerCapture(pointerId);
  });
  grip.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!start) return;
    const [x, y] = [clientX - start.x, clientY - start.y];
    dragged ||= Math.hypot(x, y) > dragThresholdPx;
    node.classList.toggle("dragged", dragged);
    if (dragged) shift(x, y);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    grip.addEventListener(end, () => {
      if (start && dragged) {
        const { left, top, width, height } = node.getBoundingClientRect();
        const vertical = top + height / 2 < innerHeight / 2 ? "top" : "bottom";
        move(`${vertical} ${left + width / 2 < innerWidth / 2 ? "left" : "right"}`);
      }
      start = undefined;
      node.classList.remove("dragged");
      shift(0, 0);
    });
  }
  grip.addEventListener("click", () => {
    if (!dragged) move(corners[(corners.indexOf(corner) + 1) % corners.length] ?? "bottom right");
    dragged = false;
  });
  grip.addEventListener("keydown", (event) => {
    const [vertical, horizontal] = corner.split(" ");
    const to = {
      ArrowUp: `top ${horizontal}`,
      ArrowDown: `bottom ${horizontal}`,
      ArrowLeft: `${vertical} left`,
      ArrowRight: `${vertical} right`,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to as Corner);
  });
  move(corner);
}

function remembered(): Corner {
  try {
    const stored = localStorage.getItem(storageKey);
    return corners.find((corner) => corner === stored) ?? "bottom right";
  } catch {
    return "bottom right";
  }
}
