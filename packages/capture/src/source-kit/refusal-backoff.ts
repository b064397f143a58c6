/** The delays after a camera that has worked refuses the name and password, as some do while they start. */
import type { Backoff } from "@framewire/media";

/** Longer than after other failures: many cameras close an account after some refusals in a short time. */
export const refusalBackoff: Backoff = { initialMs: 1000, maxMs: 30_000 };
