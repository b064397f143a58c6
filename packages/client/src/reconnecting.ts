import { type CloseCode, type Connection, ConnectionClosedError } from "@framewire/protocol";
import { createDialer } from "./caller.ts";
import type { ClientOptions } from "./options.ts";

const notLetIn: ReadonlySet<CloseCode> = new Set(["busy", "unauthorised"]);

/**
 * Calls a server as {@link connect} does, and again whenever the connection is lost, as the same instance.
 * Each connection is given once, as it opens. Ends after a bye from either side and when the signal
 * aborts; leaving the loop hangs up. Throws when the server refuses, when the retries are used up, or when
 * the source has failed for good.
 */
export async function* reconnecting(
  address: string,
  options: ClientOptions,
): AsyncGenerator<Connection, undefined, undefined> {
  const caller = createDialer(address, options);
  while (true) {
    let connection: Connection;
    try {
      connection = await caller.call();
    } catch (error) {
      if (options.signal?.aborted) return;
      throw error;
    }
    let left = true;
    try {
      yield connection;
      left = false;
    } finally {
      if (left) await connection.close();
    }
    const info = await connection.closed;
    if (caller.failure) throw caller.failure;
    // The server may have looked at our hello only after it had said its own.
    if (info.by === "remote" && notLetIn.has(info.code)) throw new ConnectionClosedError(info);
    if (info.by !== "lost" || options.signal?.aborted) return;
  }
}
