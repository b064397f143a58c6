/** Commands that people can copy. */

import { byId, element, setAttribute, write } from "../dom.ts";
import { showToast } from "../toast.ts";

/** A command, and what the page shows of it until people ask for all of it. */
export interface ShownCommand {
  readonly command: string;
  readonly masked: string;
}

/** A box with a command, a button that copies it, and one that shows what is hidden of it. */
export interface CommandBox {
  /** Shows a command; undefined hides the box. */
  show(command: ShownCommand | undefined): void;
}

/** Connects the buttons of the command box with this id. */
export function createCommandBox(id: string): CommandBox {
  const box = byId(id, HTMLElement);
  const code = part(box, "code", HTMLElement);
  const reveal = part(box, ".reveal", HTMLButtonElement);
  let current: ShownCommand | undefined;
  let revealed = false;

  function render(): void {
    box.hidden = current === undefined;
    writeWords(code, (revealed ? current?.command : current?.masked) ?? "");
    reveal.hidden = current === undefined || current.command === current.masked;
    write(reveal, revealed ? "Hide" : "Show");
    setAttribute(reveal, "aria-label", revealed ? "Hide the key" : "Show the key");
  }

  reveal.addEventListener("click", () => {
    revealed = !revealed;
    render();
  });
  part(box, ".copy", HTMLButtonElement).addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(current?.command ?? "");
      showToast("The command is copied.");
    } catch {
      // Browsers forbid it on an address that they do not trust; people can copy a selection.
      revealed = true;
      render();
      getSelection()?.selectAllChildren(code);
      showToast("The command is selected: press your copy key.");
    }
  });

  return {
    show(command) {
      if (command?.command !== current?.command) revealed = false;
      current = command;
      render();
    },
  };
}

/** Writes a command whose lines break between words only, and not at the dashes of an option. */
function writeWords(code: HTMLElement, command: string): void {
  if (code.textContent === command) return;
  code.replaceChildren(
    ...command.split(" ").flatMap((word, index) => [index > 0 ? " " : "", element("span", "word", word)]),
  );
}

function part<E extends Element>(box: Element, selector: string, kind: new () => E): E {
  const found = box.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page's command box has no "${selector}".`);
}
