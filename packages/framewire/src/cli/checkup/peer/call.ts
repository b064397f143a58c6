import { hostname } from "node:os";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";
import type { ClientSecurity } from "@framewire/security";

/** A server, and what a client needs to be let in. */
export interface CalledServer {
  readonly address: string;
  readonly security: ClientSecurity;
}

/** Calls the server once, as a peer that shows nothing. All that a call needs to get in is given here, and nowhere else. */
export async function call({ address, security }: CalledServer, signal: AbortSignal): Promise<Connection> {
  return await connect(address, { security, name: `${hostname()} (checkup)`, retryForMs: 0, signal });
}
