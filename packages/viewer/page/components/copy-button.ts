/** Commands that people can copy. */

import { byId, write } from "../dom.ts";
import { showToast } from "../toast.ts";

/** Shows a command in the box with this id, or hides the box when the command is empty. */
export function showCommand(id: string, command: string): void {
  const box = byId(id, HTMLElement);
  box.hidden = command === "";
  const code = box.querySelector("code");
  if (code) write(code, command);
}

/** Makes the button in each command box copy its command. */
export function enableCopyButtons(): void {
  for (const box of document.querySelectorAll(".command")) {
    const code = box.querySelector("code");
    box.querySelector("button")?.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code?.textContent ?? "");
        showToast("The command is copied.");
      } catch {
        // Browsers forbid it on an address that they do not trust; people can copy a selection.
        if (code) getSelection()?.selectAllChildren(code);
        showToast("The command is selected: press your copy key.");
      }
    });
  }
}
