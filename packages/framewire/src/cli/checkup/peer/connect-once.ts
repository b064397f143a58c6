/** Connects the checkup to a server. */
import { hostname } from "node:os";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";
import type { ClientSecurity } from "@framewire/security";

/** A server, and the security to connect with. */
export interface ServerAddress {
  readonly address: string;
  readonly security: ClientSecurity;
}

/** Connects to the server without retries, as a peer that sends no video. */
export async function connectOnce({ address, security }: ServerAddress, signal: AbortSignal): Promise<Connection> {
  return await connect(address, { security, name: `${hostname()} (checkup)`, retryForMs: 0, signal });
}
