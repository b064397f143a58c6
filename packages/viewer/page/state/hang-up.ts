import { say } from "../components/toast.ts";

/** Ends the call on both sides. */
export async function hangUp(): Promise<void> {
  try {
    const response = await fetch("hang-up", { method: "POST" });
    if (response.ok) return;
    const { error } = (await response.json()) as { error?: string };
    say(error ?? "It cannot be hung up from here.");
  } catch {
    // Gone already, which the page says.
  }
}
