import type { AddressInfo, Server as TcpServer } from "node:net";
import { onAbort } from "@framewire/media";

/** Where {@link bind} listens. */
export interface Binding {
  readonly port: number;
  readonly host: string;
  /** Gives up. */
  readonly signal: AbortSignal | undefined;
}

const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program has the port; choose another, or stop that program",
  EACCES: "this user may not use the port; choose one above 1023",
  EADDRNOTAVAIL: "this machine does not have the address; 0.0.0.0 stands for all that it has",
  ENOTFOUND: "the name of the address is not known; 0.0.0.0 stands for all addresses of this machine",
  ERR_SOCKET_BAD_PORT: "a port is a whole number from 0 to 65535, and 0 takes a free one",
};

/** Resolves when the server listens. Rejects with a sentence when it cannot, or with the signal's reason. */
export async function bind(tcp: TcpServer, { port, host, signal }: Binding): Promise<AddressInfo> {
  signal?.throwIfAborted();
  let forget = (): void => {};
  const listening = new Promise<void>((resolve, reject) => {
    tcp.once("error", reject).once("listening", () => {
      tcp.removeListener("error", reject);
      resolve();
    });
    if (signal) forget = onAbort(signal, () => reject(signal.reason));
    tcp.listen({ port, host });
  });
  try {
    await listening;
  } catch (error) {
    // A name that is still being looked up would have it listen after all.
    tcp.on("error", () => {});
    tcp.on("listening", () => tcp.close());
    tcp.close();
    signal?.throwIfAborted();
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`Cannot listen on ${host} port ${port}: ${sentences[code] ?? message}.`, { cause: error });
  } finally {
    forget();
  }
  return tcp.address() as AddressInfo;
}
