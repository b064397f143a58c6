import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer } from "node:tls";
import type { Certificate } from "./certificate.ts";

/** Accepts TLS on a port of its own and forwards the content to another port. */
export interface TlsProxy extends AsyncDisposable {
  readonly port: number;
}

/** Starts a proxy in front of `target` on this machine. */
export async function startTlsProxy({ key, cert }: Certificate, target: number): Promise<TlsProxy> {
  const open = new Set<Socket>();
  const server = createServer({ key, cert }, (outside) => {
    const inside = connect(target, "127.0.0.1");
    for (const [from, to] of [[outside, inside] as const, [inside, outside] as const]) {
      open.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
