import { setAttribute } from "../dom.ts";

const corners = ["bottom right", "bottom left", "top left", "top right"] as const;

/** Where a small picture lies. */
type Corner = (typeof corners)[number];

const storageKey = "framewire-own-corner";
/** A pointer that moved less than this, in pixels, has clicked. */
const clickPx = 6;

/**
 * Lets people move a small picture to any corner of the window: by dragging it, with the arrow keys, or by a click,
 * which takes it to the next. `grip` is the button that covers it.
 */
export function moveByCorners(node: HTMLElement, grip: HTMLButtonElement): void {
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
      // Then it is forgotten with the page.
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
    dragged ||= Math.hypot(x, y) > clickPx;
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
