/** TLS handshakes over loopback, for tests. */
import type { Socket } from "node:net";
import { tcpPair } from "../../protocol/testing/tcp-pair.ts";
import { type ClientSecurity, type ServerSecurity, secureClient, secureServer } from "../src/index.ts";

/** The result of each side of a handshake: a secured socket, or an error. */
export interface Ends {
  readonly client: PromiseSettledResult<Socket>;
  readonly server: PromiseSettledResult<Socket>;
  /** The TCP sockets below. */
  readonly raw: readonly [client: Socket, server: Socket];
}

/** Runs a handshake over loopback. Resolves to the results of both sides. */
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

/** Two sockets that are secured with the same key. */
export async function securedPair(): Promise<[Socket, Socket]> {
  const key = "only for this test";
  const { client, server } = await shakeHands({ key }, { key });
  if (client.status === "rejected") throw client.reason;
  if (server.status === "rejected") throw server.reason;
  return [client.value, server.value];
}
