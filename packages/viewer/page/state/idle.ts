const idleAfterMs = 3000;

/**
 * Marks the page as idle (`body[data-idle]`) when nobody has touched anything for a while, so that its controls can
 * fade from the picture. Any key, touch or move brings them back.
 */
export function watchIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let woken = false;
  function wake(): void {
    delete document.body.dataset.idle;
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.dataset.idle = "";
    }, idleAfterMs);
  }
  // A finger that brings the controls back touches nothing else.
  addEventListener(
    "pointerdown",
    ({ pointerType }) => {
      const { idle, watching } = document.body.dataset;
      woken = pointerType === "touch" && idle !== undefined && watching !== undefined;
    },
    { capture: true, passive: true },
  );
  addEventListener(
    "click",
    (event) => {
      if (woken) event.stopPropagation();
      woken = false;
    },
    { capture: true },
  );
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) {
    addEventListener(kind, wake, { passive: true });
  }
  wake();
}
