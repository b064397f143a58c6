/** Binding of a TCP server to its address. */

import type { AddressInfo, Server as TcpServer } from "node:net";
import { onAbort } from "@framewire/media";
import { ListenError, type ListenErrorCode } from "./listen-error.ts";

/** Resolves when the server listens. Rejects with a {@link ListenError}, or with the signal's reason. */
export async function bind(tcp: TcpServer, { port, host, signal }: BindOptions): Promise<AddressInfo> {
  signal?.throwIfAborted();
  let removeListener = (): void => {};
  const listening = new Promise<void>((resolve, reject) => {
    tcp.once("error", reject).once("listening", () => {
      tcp.removeListener("error", reject);
      resolve();
    });
    if (signal) removeListener = onAbort(signal, () => reject(signal.reason));
    tcp.listen({ port, host });
  });
  try {
    await listening;
  } catch (error) {
    // A pending host lookup still ends in "listening" or "error".
    tcp.on("error", () => {});
    tcp.on("listening", () => tcp.close());
    tcp.close();
    signal?.throwIfAborted();
    throw listenError(error as NodeJS.ErrnoException, host, port);
  } finally {
    removeListener();
  }
  return tcp.address() as AddressInfo;
}

/** Options of {@link bind}. */
export interface BindOptions {
  readonly port: number;
  readonly host: string;
  /** Cancels the wait. */
  readonly signal: AbortSignal | undefined;
}

const failures: Readonly<Record<string, readonly [ListenErrorCode, string]>> = {
  EADDRINUSE: ["port-in-use", "another program has the port; choose another, or stop that program"],
  EACCES: ["not-permitted", "this user may not use the port; choose one above 1023"],
  EADDRNOTAVAIL: ["no-such-address", "this machine does not have the address; 0.0.0.0 stands for all that it has"],
  ENOTFOUND: ["no-such-address", "the host name is not known; 0.0.0.0 stands for all addresses of this machine"],
  ERR_SOCKET_BAD_PORT: ["invalid-port", "a port is a whole number from 0 to 65535, and 0 takes a free one"],
};

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  const [code, sentence] = failures[error.code ?? ""] ?? ["failed", error.message];
  return new ListenError(code, `Cannot listen on ${host} port ${port}: ${sentence}.`, { cause: error });
}
