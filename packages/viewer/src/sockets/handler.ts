/** What serves a WebSocket. */

import type { WebSocket } from "ws";

/** Serves a WebSocket until it is closed. A rejection terminates the socket and is logged. */
export type SocketHandler = (socket: WebSocket, request: SocketRequest) => Promise<void>;

/** The request that opened a WebSocket. */
interface SocketRequest {
  /** Address and port of the other side, for people. */
  readonly remoteAddress: string;
  /** The stream that the address names; empty when it names none. */
  readonly id: string;
  /** The page may change something; the others may watch only. */
  readonly mayControl: boolean;
}
