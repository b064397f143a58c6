/** Keyboard shortcuts. */

/** The command of each key. */
export type KeyCommands = Readonly<Record<string, () => void>>;

const storageKey = "framewire-keys";
/** Elements in which keys have another meaning. */
const typing = "input, select, textarea, [contenteditable]";

/**
 * Runs a command when its key is pressed, alone or with Shift. `Enter` and `Space` belong to the button that has the
 * focus; other keys work everywhere except in a field. `toggle` switches the keys off, for people who use speech input.
 */
export function listenForKeys(commands: KeyCommands, toggle: HTMLInputElement): void {
  toggle.checked = remembered();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(storageKey, toggle.checked ? "on" : "off");
    } catch {
      // Without storage the setting lasts as long as the page.
    }
  });

  addEventListener("keydown", (event) => {
    const { key, ctrlKey, altKey, metaKey, repeat, target } = event;
    if (ctrlKey || altKey || metaKey || repeat || !toggle.checked) return;
    if (document.querySelector("dialog[open]")) return;
    const at = target instanceof Element ? target : document.body;
    if (at.matches(typing)) return;
    if ((key === "Enter" || key === " ") && at.closest("button, a, summary")) return;
    const command = commands[key.length === 1 ? key.toLowerCase() : key];
    if (!command) return;
    event.preventDefault();
    command();
  });
}

function remembered(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}
