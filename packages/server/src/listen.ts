import { setMaxListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { type Codec, type Encodings, jpeg, type Level, webp } from "@framewire/codec";
import { type Logger, onAbort, silent, type VideoSource } from "@framewire/media";
import { type Connection, ConnectionClosedError, createInstanceId, openConnection } from "@framewire/protocol";
import type { ServerSecurity } from "@framewire/security";
import { createDoor } from "./admission/authenticate.ts";
import { createSeats, type Seat } from "./admission/client-slots.ts";
import { createArrivals } from "./admission/connection-rate-limit.ts";
import { createLobby } from "./admission/half-open.ts";
import { bind } from "./bind.ts";
import { createConnectionQueue } from "./connection-queue.ts";
import { createOffer } from "./publish-source.ts";
import type { Bye, Server } from "./server.ts";

/** How long a hello is waited for while the server closes, in milliseconds. */
const helloGraceMs = 200;

/** How {@link listen} works. Exactly one of `key`, `tls` and `insecure` says how connections are protected. */
export interface ListenOptions extends ServerSecurity {
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
  /** Of these, clients from one address. Loopback has no such limit. Default half of `maxClients`, and 8 at the least. */
  readonly maxClientsPerAddress?: number | undefined;
  /** Connections that have not said hello; beyond, the oldest of the address that has most is cut off. Default 64. */
  readonly maxHalfOpen?: number | undefined;
  /**
   * New connections a second from one address; eight times as many may come at once, and what comes beyond is cut off.
   * Default half of `maxClients`, and 8 at the least.
   */
  readonly maxArrivalsPerSecond?: number | undefined;
  /** The largest packet that is taken, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** How long a client may take to show its key, and its hello after that, in milliseconds. Default 5000. */
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

/**
 * Resolves when the server listens. Rejects with a sentence when it cannot, with a `TypeError` when it is not said how
 * connections are protected, with a `RangeError` for a key that is none, or with the signal's reason.
 */
export async function listen(options: ListenOptions = {}): Promise<Server> {
  const { port = 4700, host = "0.0.0.0", maxClients = 16, log = silent, signal, source, quality, levels } = options;
  const {
    name,
    maxPacketBytes,
    helloTimeoutMs = 5000,
    maxLatencyMs,
    codecs = [jpeg, webp],
    maxHalfOpen = 64,
  } = options;
  const { key, tls, insecure } = options;
  const share = Math.max(8, Math.ceil(maxClients / 2));
  const { maxClientsPerAddress = share, maxArrivalsPerSecond = share } = options;
  const offer = source && createOffer({ source, codecs, quality, levels, log });
  const instanceId = createInstanceId();
  const codecNames = codecs.map((codec) => codec.name);
  const queue = createConnectionQueue();
  const lobby = createLobby(maxHalfOpen);
  const seats = createSeats({ maxClients, maxClientsPerAddress });
  const arrivals = createArrivals({ perSecond: maxArrivalsPerSecond, log });
  const visits = new Set<Promise<void>>();
  const clients = new Set<Connection>();
  const ending = new AbortController();
  // One listener for each client is no leak, of which Node would warn.
  setMaxListeners(0, ending.signal);
  const enter = await createDoor({ key, tls, insecure, timeoutMs: helloTimeoutMs, log, signal: ending.signal });

  /** All that happens on one socket. Never rejects. */
  async function receive(socket: Socket): Promise<void> {
    const hello = { name, instanceId, codecs: codecNames, maxPacketBytes, maxLatencyMs };
    const place: { seat?: Seat } = {};
    lobby.enter(socket);
    const transport = await enter(socket);
    if (!transport) return lobby.leave(socket);
    const { remoteAddress } = transport;
    try {
      const connection = await openConnection(transport, {
        ...hello,
        helloTimeoutMs,
        signal: ending.signal,
        // Who comes when it is full may be one that has a place already: its hello tells.
        greetsLast: seats.full,
        admit(peer) {
          const taken = seats.take(peer, socket.remoteAddress ?? "");
          if ("code" in taken) return taken;
          place.seat = taken;
          return undefined;
        },
      });
      lobby.leave(socket);
      place.seat?.open(connection);
      await converse(connection);
    } catch (error) {
      if (!closing) turnedAway(remoteAddress, error as Error);
      socket.destroy();
    } finally {
      lobby.leave(socket);
      place.seat?.leave();
    }
  }

  function turnedAway(remoteAddress: string, error: Error): void {
    const busy = error instanceof ConnectionClosedError && error.info.by === "local" && error.info.code === "busy";
    if (busy) log.info(`${remoteAddress} is turned away: there are ${seats.taken} clients. ${error.message}`);
    else log.warn(`${remoteAddress} is not let in: ${error.message}`);
  }

  /** A client's stay. */
  async function converse(connection: Connection): Promise<void> {
    if (closing) return connection.close(closing);
    clients.add(connection);
    queue.add(connection);
    try {
      await offer?.sendTo(connection);
    } catch (error) {
      if (!closed) log.error((error as Error).message);
      void close({ message: "The source of the pictures has failed." }, error as Error);
    }
    await connection.closed;
    clients.delete(connection);
  }

  let forget = (): void => {};
  let closing: Bye | undefined;
  let closed: Promise<void> | undefined;
  function close(bye?: Bye, failure?: Error): Promise<void> {
    closed ??= (async () => {
      forget();
      closing = { code: "shutting-down", ...bye };
      const free = new Promise((resolve) => tcp.close(resolve));
      for (const client of clients) void client.close(closing);
      // Whose hello is on its way is told as well; who has none to say is cut off after a moment.
      const grace = setTimeout(() => ending.abort(), helloGraceMs);
      await Promise.all([...visits, free]);
      clearTimeout(grace);
      queue.close(failure);
    })();
    return closed;
  }

  const tcp = createServer((socket) => {
    if (!arrivals.admit(socket.remoteAddress ?? "")) {
      socket.on("error", () => {}).resetAndDestroy();
      return;
    }
    const visit = receive(socket).finally(() => visits.delete(visit));
    visits.add(visit);
  });
  // Beside clients and lobby there are those that are closing, each for a second or two. Beyond this the system hangs up.
  tcp.maxConnections = 2 * (maxClients + maxHalfOpen);
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
