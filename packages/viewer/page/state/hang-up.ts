/** Hangs up, and disconnects single peers. */

import { byId, write } from "../dom.ts";
import { showToast } from "../toast.ts";

/** Returns a function that ends the call with this many peers. It asks first when there are several. */
export function createHangUp(): (peers: number) => void {
  const dialog = byId("end-call", HTMLDialogElement);
  byId("end-call-confirm", HTMLButtonElement).addEventListener("click", () => {
    dialog.close();
    void post("hang-up");
  });
  return (peers) => {
    if (peers < 2) {
      void post("hang-up");
      return;
    }
    write(byId("end-call-title", HTMLHeadingElement), `End the call for all ${peers}?`);
    dialog.showModal();
  };
}

/** Disconnects the peer of one stream. */
export function disconnect(id: string): void {
  void post(`streams/${id}/disconnect`);
}

async function post(path: string): Promise<void> {
  try {
    const response = await fetch(path, { method: "POST" });
    if (response.ok) return;
    const { error } = (await response.json()) as { error?: string };
    showToast(error ?? "That is not possible from here.");
  } catch {
    // The viewer has closed, which the page shows.
  }
}
