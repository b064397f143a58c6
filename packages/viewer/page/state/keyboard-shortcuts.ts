/** What a key does. */
export type KeyCommands = Readonly<Record<string, () => void>>;

const storageKey = "framewire-keys";
/** Where a key means something else already. */
const typing = "input, select, textarea, [contenteditable]";

/**
 * Runs a command at its key, alone or with Shift. `Enter` and `Space` belong to the button that has the focus; the
 * others work anywhere but in a field. People who speak to their computer can switch the keys off with `toggle`.
 */
export function listenForKeys(commands: KeyCommands, toggle: HTMLInputElement): void {
  toggle.checked = remembered();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(storageKey, toggle.checked ? "on" : "off");
    } catch {
      // Then it is forgotten with the page.
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
