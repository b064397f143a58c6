import type { WebSocket } from "ws";

/** Who opened a WebSocket, and what it asks for. */
export interface Visit {
  /** Where it is, for people. */
  readonly remoteAddress: string;
  /** The stream that the address names; empty where it names none. */
  readonly id: string;
}

/** Serves a WebSocket until it is closed. A rejection ends the socket and is told to the log. */
export type SocketHandler = (socket: WebSocket, visit: Visit) => Promise<void>;
