/** Detects that the page is idle. */

const idleAfterMs = 3000;

/**
 * Marks the page as idle (`body[data-idle]`) without input for a while, so that its controls fade. A key, a touch or a
 * move of the pointer ends the idle state.
 */
export function trackIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let woken = false;
  function wake(): void {
    delete document.body.dataset.idle;
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.dataset.idle = "";
    }, idleAfterMs);
  }
  // A touch that brings the controls back must not click the element below it.
  addEventListener(
    "pointerdown",
    ({ pointerType }) => {
      const { idle, live } = document.body.dataset;
      woken = pointerType === "touch" && idle !== undefined && live !== undefined;
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
