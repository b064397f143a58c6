const idleAfterMs = 3000;

/**
 * Marks the page as idle (`body[data-idle]`) when nobody has touched anything for a while, so that its controls can
 * fade from the picture. Any key, touch or move brings them back.
 */
export function watchIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function wake(): void {
    delete document.body.dataset.idle;
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.dataset.idle = "";
    }, idleAfterMs);
  }
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) {
    addEventListener(kind, wake, { passive: true });
  }
  wake();
}
