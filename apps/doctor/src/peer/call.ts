import { hostname } from "node:os";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";

/** Calls the server once, as a peer that shows nothing. All that a call needs to get in is given here, and nowhere else. */
export async function call(address: string, signal: AbortSignal): Promise<Connection> {
  return await connect(address, { name: `${hostname()} (checkup)`, retryForMs: 0, signal });
}
