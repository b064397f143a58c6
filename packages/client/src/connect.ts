/** `connect`: one connection to a server. */

import type { Connection } from "@framewire/protocol";
import { createDialer } from "./dialer.ts";
import type { ClientOptions } from "./options.ts";

/**
 * Connects to a server (`"host"`, `"host:port"`, `"[ipv6]:port"`; port 4700 by default) and sends it the source. Retries
 * while the server is not up yet. Resolves to one open connection; {@link reconnecting} yields another after each loss.
 *
 * Rejects with a `ConnectionClosedError` when the server refuses, with an `UnreachableError` when `retryForMs` is used up,
 * with a `RangeError` or `TypeError` for invalid options, or with the signal's reason.
 */
export async function connect(address: string, options: ClientOptions): Promise<Connection> {
  return createDialer(address, options).connect();
}
