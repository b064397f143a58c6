import { byId, write } from "../dom.ts";

const shownMs = 4000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds, to those who see the page and to those who hear it. */
export function say(text: string): void {
  const toast = byId("toast", HTMLElement);
  clearTimeout(timer);
  write(toast, text);
  timer = setTimeout(() => write(toast, ""), shownMs);
}
