/** A TCP connection over loopback. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** The two ends of a TCP connection over the loopback. */
export async function tcpPair(host = "127.0.0.1"): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const dialled = connect({ host, port: (server.address() as { port: number }).port });
  const [[socket]] = await Promise.all([accepted, once(dialled, "connect")]);
  server.close();
  return [dialled, socket];
}
