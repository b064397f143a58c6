/** `reconnecting`: a new connection after each loss. */

import { type CloseCode, type CloseInfo, type Connection, ConnectionClosedError } from "@framewire/protocol";
import { createDialer } from "./dialer.ts";
import type { ClientOptions } from "./options.ts";

/** Refusals that can arrive after the server's hello. */
const lateRefusals: ReadonlySet<CloseCode> = new Set(["busy", "unauthorised"]);

/**
 * Connects to a server as {@link connect} does, and again after each loss, as the same instance. Yields each connection
 * once, as it opens. A server that says `shutting-down` counts as restarting, unless `waitForRestart` is false. Ends after
 * every other bye from either side and when the signal aborts. Leaving the loop closes the connection. Throws as `connect`
 * rejects, except for the signal's reason.
 */
export async function* reconnecting(
  address: string,
  { waitForRestart = true, ...options }: ReconnectingOptions,
): AsyncGenerator<Connection, undefined, undefined> {
  const dialer = createDialer(address, options);
  while (true) {
    let connection: Connection;
    try {
      connection = await dialer.connect();
    } catch (error) {
      if (options.signal?.aborted) return;
      throw error;
    }
    let loopLeft = true;
    try {
      yield connection;
      loopLeft = false;
    } finally {
      if (loopLeft) await connection.close();
    }
    const info = await connection.closed;
    if (info.by === "remote" && lateRefusals.has(info.code)) throw new ConnectionClosedError(info);
    const returns = info.by === "lost" || (waitForRestart && isRestart(info));
    if (!returns || options.signal?.aborted) return;
  }
}

/** Options of {@link reconnecting}. */
export interface ReconnectingOptions extends ClientOptions {
  /** Connects again after the server's bye `shutting-down`, as after a loss. Default true. */
  readonly waitForRestart?: boolean | undefined;
}

/** Whether the server's program has ended, and may start again: the bye of a service that restarts. */
export function isRestart({ by, code }: CloseInfo): boolean {
  return by === "remote" && code === "shutting-down";
}
