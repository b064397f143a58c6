/** Short messages on the page. */

import { byId, write } from "./dom.ts";

const shownMs = 4000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a text for a few seconds, and announces it to screen readers. */
export function showToast(text: string): void {
  const toast = byId("toast", HTMLElement);
  clearTimeout(timer);
  write(toast, text);
  timer = setTimeout(() => write(toast, ""), shownMs);
}
