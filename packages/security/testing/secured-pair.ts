import type { Socket } from "node:net";
import { tcpPair } from "../../protocol/testing/tcp-pair.ts";
import { type ClientSecurity, type ServerSecurity, secureClient, secureServer } from "../src/index.ts";

/** What became of each side of a handshake: a socket, or why there is none. */
export interface Ends {
  readonly client: PromiseSettledResult<Socket>;
  readonly server: PromiseSettledResult<Socket>;
  /** The sockets below. */
  readonly raw: readonly [client: Socket, server: Socket];
}

/** A handshake over the loopback, and how it went on both sides. */
export async function shakeHands(
  forClient: ClientSecurity,
  forServer: ServerSecurity,
  timeoutMs = 5000,
): Promise<Ends> {
  const [dial, accept] = await Promise.all([secureClient(forClient), secureServer(forServer)]);
  const [a, b] = await tcpPair();
  const [client, server] = await Promise.allSettled([
    dial(a, { host: "localhost", timeoutMs }),
    accept(b, { timeoutMs }),
  ]);
  return { client, server, raw: [a, b] };
}

/** Two sockets that share a key. */
export async function securedPair(): Promise<[Socket, Socket]> {
  const key = "only for this test";
  const { client, server } = await shakeHands({ key }, { key });
  if (client.status === "rejected") throw client.reason;
  if (server.status === "rejected") throw server.reason;
  return [client.value, server.value];
}
