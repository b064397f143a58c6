import { type AddressInfo, createServer, type Socket, type Server as TcpServer } from "node:net";
import { type Codec, type Encodings, jpeg, webp } from "@framewire/codec";
import { type Logger, onAbort, silent, type VideoSource } from "@framewire/media";
import {
  type ByeCode,
  type Connection,
  createInstanceId,
  openConnection,
  refuseConnection,
  type WindowOptions,
} from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { createOffer } from "./offer.ts";
import { createConnectionQueue } from "./queue.ts";
import type { Server } from "./server.ts";

/** How {@link listen} works. */
export interface ListenOptions {
  /** The port; 0 takes a free one. Default 4700. */
  readonly port?: number | undefined;
  /** The address to listen on. Default `"0.0.0.0"`: everybody on the network. */
  readonly host?: string | undefined;
  /**
   * Shown to every client, encoded once per codec, and open only while there is one. `Encodings`, where
   * something else shows them too. Default: nothing is sent.
   */
  readonly source?: VideoSource | Encodings | undefined;
  /** The preferred one first. Default JPEG, then WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Of the encoders, 1 to 100. Default 80. */
  readonly quality?: number | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /** Clients at a time, those that have not said hello yet among them; the next is told `busy`. Default 16. */
  readonly maxClients?: number | undefined;
  /** The largest packet that is taken, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** How long a client's hello may take, in milliseconds. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
  /** Bounds of each client's acknowledgement window. */
  readonly window?: WindowOptions | undefined;
  /** Told who is turned away, and why. */
  readonly log?: Logger | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the server listens. Rejects with a sentence when it cannot, or with the signal's reason. */
export async function listen(options: ListenOptions = {}): Promise<Server> {
  const { port = 4700, host = "0.0.0.0", maxClients = 16, log = silent, signal, source, quality } = options;
  const { name, maxPacketBytes, helloTimeoutMs, window, codecs = [jpeg, webp] } = options;
  const offer = source && createOffer({ source, codecs, quality, log });
  const instanceId = createInstanceId();
  const codecNames = codecs.map((codec) => codec.name);
  const queue = createConnectionQueue();
  const visits = new Set<Promise<void>>();
  const clients = new Map<string, Connection>();
  const ending = new AbortController();

  /** All that happens on one socket. Never rejects. */
  async function receive(socket: Socket): Promise<void> {
    const transport = tcpTransport(socket);
    if (visits.size >= maxClients) {
      log.info(`${transport.remoteAddress} is turned away: there are ${visits.size} clients, and no room for another.`);
      return refuseConnection(transport, { code: "busy", message: "The server has no room for another client." });
    }
    const hello = { name, instanceId, codecs: codecNames, maxPacketBytes };
    try {
      await converse(await openConnection(transport, { ...hello, helloTimeoutMs, window, signal: ending.signal }));
    } catch (error) {
      if (!ending.signal.aborted) log.warn(`${transport.remoteAddress} is not let in: ${(error as Error).message}`);
    }
  }

  /** A client's stay. One that comes back takes the place of the connection that it lost. */
  async function converse(connection: Connection): Promise<void> {
    const client = connection.remote.instanceId;
    void clients.get(client)?.close({ code: "replaced" });
    clients.set(client, connection);
    queue.add(connection);
    try {
      await offer?.sendTo(connection);
    } catch (error) {
      void close({ message: "The source of the pictures has failed." }, error as Error);
    }
    await connection.closed;
    if (clients.get(client) === connection) clients.delete(client);
  }

  let closed: Promise<void> | undefined;
  function close(bye: { readonly code?: ByeCode; readonly message?: string } = {}, failure?: Error): Promise<void> {
    closed ??= (async () => {
      forget();
      const free = new Promise((resolve) => tcp.close(resolve));
      await Promise.all([...clients.values()].map((client) => client.close({ code: "shutting-down", ...bye })));
      ending.abort();
      await Promise.all([...visits, free]);
      queue.close(failure);
    })();
    return closed;
  }

  const tcp = createServer((socket) => {
    const visit = receive(socket).finally(() => visits.delete(visit));
    visits.add(visit);
  });
  await bind(tcp, { port, host, signal });
  tcp.on("error", (error) => log.warn(`A client could not be accepted: ${error.message}`));
  const forget = signal ? onAbort(signal, () => void close()) : () => {};

  return {
    address: tcp.address() as AddressInfo,
    close,
    [Symbol.asyncDispose]: close,
    [Symbol.asyncIterator]: () => ({ next: () => queue.take() }),
  };
}

const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program has the port; choose another, or stop that program",
  EACCES: "this user may not use the port; choose one above 1023",
  EADDRNOTAVAIL: "this machine does not have the address; 0.0.0.0 stands for all that it has",
  ENOTFOUND: "the name of the address is not known; 0.0.0.0 stands for all addresses of this machine",
};

interface Binding {
  readonly port: number;
  readonly host: string;
  readonly signal: AbortSignal | undefined;
}

async function bind(tcp: TcpServer, { port, host, signal }: Binding): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    tcp.once("error", (error: NodeJS.ErrnoException) => {
      const why = sentences[error.code ?? ""] ?? error.message;
      reject(new Error(`Cannot listen on ${host} port ${port}: ${why}.`, { cause: error }));
    });
    tcp.listen({ port, host }, resolve);
  });
  tcp.removeAllListeners("error");
}
