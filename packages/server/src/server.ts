/** The interface of a server. */

import type { AddressInfo } from "node:net";
import type { Bye, Connection } from "@framewire/protocol";

/** A server that listens for clients. */
export interface Server extends AsyncIterable<Connection>, AsyncDisposable {
  /** The address and port that the server listens on. */
  readonly address: AddressInfo;
  /**
   * Yields each client's connection once, as it opens; several readers share them. Ends when the server is closed. Leaving
   * the loop does not close the server.
   */
  [Symbol.asyncIterator](): AsyncIterator<Connection, undefined>;
  /**
   * Says bye to all clients (default code `shutting-down`), frees the port, and waits at most two seconds for the clients'
   * byes. Idempotent.
   */
  close(bye?: Partial<Bye>): Promise<void>;
}
