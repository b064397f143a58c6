/** The page's visibility. */

/** A page that is hidden for a shorter time keeps its streams. */
const hideDelayMs = 1000;

/** Calls `listener` when the page becomes visible, and a moment after it is hidden. */
export function onVisibilityChange(listener: (visible: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => listener(false), hideDelayMs);
    else listener(true);
  });
}
