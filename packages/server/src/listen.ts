import { setMaxListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { type Codec, type Encodings, jpeg, type Level, webp } from "@framewire/codec";
import { type Logger, onAbort, silent, type VideoSource } from "@framewire/media";
import { type Connection, createInstanceId, openConnection, refuseConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { bind } from "./bind.ts";
import { createLobby, lobbySize } from "./lobby.ts";
import { createOffer } from "./offer.ts";
import { createConnectionQueue } from "./queue.ts";
import type { Bye, Server } from "./server.ts";

/** How long a hello is waited for while the server closes, in milliseconds. */
const helloGraceMs = 500;

/** How {@link listen} works. */
export interface ListenOptions {
  /** The port; 0 takes a free one. Default 4700. */
  readonly port?: number | undefined;
  /** The address to listen on. Default `"0.0.0.0"`: everybody on the network. */
  readonly host?: string | undefined;
  /**
   * Shown to every client, encoded once per codec and level, and open only while one looks. `Encodings`, where
   * something else shows them too. Default: nothing is sent.
   */
  readonly source?: VideoSource | Encodings | undefined;
  /** The preferred one first. Default JPEG, then WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Of the encoders at the first level, 1 to 100. Default 80. */
  readonly quality?: number | undefined;
  /**
   * What each client's pictures may come down to, the best first, while its link has no room for more; one level alone
   * is never left. Only where `source` is a source, since `Encodings` have their own. Default `ladderFrom(quality)` of
   * `@framewire/codec`, where `parseLevels` reads them as they are written.
   */
  readonly levels?: readonly Level[] | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /** Clients at a time; the next is told `busy`. A place is taken with the hello. Default 16. */
  readonly maxClients?: number | undefined;
  /** The largest packet that is taken, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** How long a client's hello may take, in milliseconds. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
  /**
   * How old a picture may be when it comes, in milliseconds, in either direction; the stricter side's wish counts.
   * Quality, size and rate give way for it, in this order. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Told who is turned away, and why, and when the source fails. */
  readonly log?: Logger | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the server listens. Rejects with a sentence when it cannot, or with the signal's reason. */
export async function listen(options: ListenOptions = {}): Promise<Server> {
  const { port = 4700, host = "0.0.0.0", maxClients = 16, log = silent, signal, source, quality, levels } = options;
  const { name, maxPacketBytes, helloTimeoutMs, maxLatencyMs, codecs = [jpeg, webp] } = options;
  const offer = source && createOffer({ source, codecs, quality, levels, log });
  const instanceId = createInstanceId();
  const codecNames = codecs.map((codec) => codec.name);
  const queue = createConnectionQueue();
  const lobby = createLobby();
  const visits = new Set<Promise<void>>();
  const clients = new Map<string, Connection>();
  const ending = new AbortController();
  // One listener for each client is no leak, of which Node would warn.
  setMaxListeners(0, ending.signal);

  /** All that happens on one socket. Never rejects. */
  async function receive(socket: Socket): Promise<void> {
    const transport = tcpTransport(socket);
    const { remoteAddress } = transport;
    const hello = { name, instanceId, codecs: codecNames, maxPacketBytes, maxLatencyMs };
    lobby.enter(socket);
    try {
      if (clients.size >= maxClients) return await refuseConnection(transport, noRoom(remoteAddress));
      const connection = await openConnection(transport, { ...hello, helloTimeoutMs, signal: ending.signal });
      lobby.leave(socket);
      await converse(connection);
    } catch (error) {
      if (!closing) log.warn(`${remoteAddress} is not let in: ${(error as Error).message}`);
      socket.destroy();
    } finally {
      lobby.leave(socket);
    }
  }

  function noRoom(remoteAddress: string): { readonly code: "busy"; readonly message: string } {
    log.info(`${remoteAddress} is turned away: there are ${clients.size} clients, and no room for another.`);
    return { code: "busy", message: "The server has no room for another client." };
  }

  /** A client's stay. One that comes back takes the place of the connection that it lost. */
  async function converse(connection: Connection): Promise<void> {
    const client = connection.remote.instanceId;
    if (closing) return connection.close(closing);
    const before = clients.get(client);
    // Several may have said hello in the moment in which there was one place.
    if (!before && clients.size >= maxClients) return connection.close(noRoom(connection.remoteAddress));
    void before?.close({ code: "replaced" });
    clients.set(client, connection);
    queue.add(connection);
    try {
      await offer?.sendTo(connection);
    } catch (error) {
      if (!closed) log.error((error as Error).message);
      void close({ message: "The source of the pictures has failed." }, error as Error);
    }
    await connection.closed;
    if (clients.get(client) === connection) clients.delete(client);
  }

  let forget = (): void => {};
  let closing: Bye | undefined;
  let closed: Promise<void> | undefined;
  function close(bye?: Bye, failure?: Error): Promise<void> {
    closed ??= (async () => {
      forget();
      closing = { code: "shutting-down", ...bye };
      const free = new Promise((resolve) => tcp.close(resolve));
      for (const client of clients.values()) void client.close(closing);
      // Whose hello is on its way is told as well; who has none to say is cut off after a moment.
      const grace = setTimeout(() => ending.abort(), helloGraceMs);
      await Promise.all([...visits, free]);
      clearTimeout(grace);
      queue.close(failure);
    })();
    return closed;
  }

  const tcp = createServer((socket) => {
    const visit = receive(socket).finally(() => visits.delete(visit));
    visits.add(visit);
  });
  // Beside clients and lobby there are those that are closing, each for a second or two. Beyond this the system hangs up.
  tcp.maxConnections = 2 * (maxClients + lobbySize);
  const address = await bind(tcp, { port, host, signal });
  tcp.on("error", (error) => log.warn(`A client could not be accepted: ${error.message}`));
  if (signal) forget = onAbort(signal, () => void close());

  return {
    address,
    close: (bye) => close(bye),
    [Symbol.asyncDispose]: () => close(),
    [Symbol.asyncIterator]: () => ({ next: () => queue.take() }),
  };
}
