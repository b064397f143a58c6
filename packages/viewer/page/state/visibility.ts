/** Who looks at something else for a moment comes back to pictures that go on. */
const hiddenAfterMs = 1000;

/** Tells whether the page is seen: at once when it is, and a moment after it is not any more. */
export function watchVisibility(onChange: (seen: boolean) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => onChange(false), hiddenAfterMs);
    else onChange(true);
  });
}
