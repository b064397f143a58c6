import { silent } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { createDialer } from "./caller.ts";
import type { ClientOptions } from "./options.ts";

/**
 * Calls a server (`"host"`, `"host:port"`, `"[ipv6]:port"`; port 4700 by default), waiting for one that is
 * not up yet, and shows it the source. Resolves to one open connection; {@link reconnecting} gives another
 * after each loss. Rejects with a `ConnectionClosedError` when the server refuses, with a sentence when the
 * time for retries is used up, or with the signal's reason. When the source fails for good, the connection
 * hangs up with a message that says so, and the log is told the reason.
 */
export async function connect(address: string, options: ClientOptions): Promise<Connection> {
  const caller = createDialer(address, options);
  const connection = await caller.call();
  void connection.closed.then(() => {
    if (caller.failure) (options.log ?? silent).error(caller.failure.message);
  });
  return connection;
}
