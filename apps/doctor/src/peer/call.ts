import { hostname } from "node:os";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";

/** How to call. */
export interface CallOptions {
  /** Hangs up. */
  readonly signal: AbortSignal;
}

/** Calls the server once, as a peer that shows nothing. All that it takes to get in is given here, and nowhere else. */
export async function call(address: string, { signal }: CallOptions): Promise<Connection> {
  return await connect(address, { name: `${hostname()} (checkup)`, retryForMs: 0, signal });
}
