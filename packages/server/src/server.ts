import type { AddressInfo } from "node:net";
import type { ByeCode, Connection } from "@framewire/protocol";

/** What the clients are told when a server closes. */
export interface Bye {
  /** Default `shutting-down`. */
  readonly code?: ByeCode;
  /** A sentence for people. */
  readonly message?: string;
}

/** Listens for clients. */
export interface Server extends AsyncIterable<Connection>, AsyncDisposable {
  /** Where it listens. */
  readonly address: AddressInfo;
  /**
   * Gives each client's connection once, as it opens; several readers share them. Ends when the server is
   * closed; throws the error of the source when that fails for good, once all clients were told. Leaving
   * the loop does not close the server.
   */
  [Symbol.asyncIterator](): AsyncIterator<Connection, undefined>;
  /** Says bye to all (`shutting-down` unless told otherwise), frees the port, and waits two seconds at the most. Idempotent. */
  close(bye?: Bye): Promise<void>;
}
