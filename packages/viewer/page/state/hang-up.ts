/** Hangs up. */

import { showToast } from "../toast.ts";

/** Ends the call on both sides. */
export async function hangUp(): Promise<void> {
  try {
    const response = await fetch("hang-up", { method: "POST" });
    if (response.ok) return;
    const { error } = (await response.json()) as { error?: string };
    showToast(error ?? "The call cannot be ended from here.");
  } catch {
    // The viewer has closed, which the page shows.
  }
}
