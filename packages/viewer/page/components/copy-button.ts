import { byId, write } from "../dom.ts";
import { say } from "./toast.ts";

/** Shows a command that people may copy in the box with this id, or hides the box where there is none. */
export function showCommand(id: string, command: string): void {
  const box = byId(id, HTMLElement);
  box.hidden = command === "";
  const code = box.querySelector("code");
  if (code) write(code, command);
}

/** Makes the button in each such box copy its command. */
export function letCopy(): void {
  for (const box of document.querySelectorAll(".command")) {
    const code = box.querySelector("code");
    box.querySelector("button")?.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code?.textContent ?? "");
        say("The command is copied.");
      } catch {
        // Not on an address that browsers trust: let the person's own copy key do it.
        if (code) getSelection()?.selectAllChildren(code);
        say("The command is selected: copy it with your own key.");
      }
    });
  }
}
