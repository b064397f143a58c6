import { setMaxListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { type EncodingOptions, jpeg, type Simulcast, webp } from "@framewire/codec";
import { type Logger, onAbort, silent, type VideoSource } from "@framewire/media";
import { type Connection, ConnectionClosedError, createInstanceId, openConnection } from "@framewire/protocol";
import type { ServerSecurity } from "@framewire/security";
import { createDoor } from "./admission/authenticate.ts";
import { createSeats, type Seat } from "./admission/client-slots.ts";
import { createArrivals } from "./admission/connection-rate-limit.ts";
import { createLobby } from "./admission/half-open.ts";
import { bind } from "./bind.ts";
import { createConnectionQueue } from "./connection-queue.ts";
import { createPublisher } from "./publish-source.ts";
import type { Bye, Server } from "./server.ts";

/** How long a hello is waited for while the server closes, in milliseconds. */
const helloGraceMs = 200;

/** Limits of what clients can cost a server. */
export interface ServerLimits {
  /** Clients at a time; the next gets `busy`. A client slot is taken with the hello. Default 16. */
  readonly maxClients?: number | undefined;
  /** Clients from one address; loopback has no such limit. Default half of `maxClients`, at least 8. */
  readonly maxClientsPerAddress?: number | undefined;
  /** Connections without a hello; beyond it the oldest of the address with the most is closed. Default 64. */
  readonly maxHalfOpen?: number | undefined;
  /**
   * New connections per second from one address, with a burst of eight times as many; the rest are closed. Default half
   * of `maxClients`, at least 8.
   */
  readonly maxConnectionsPerSecond?: number | undefined;
  /** The largest packet that is accepted, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** Time for a client to authenticate, and for its hello after that. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
}

/** Options of {@link listen}. */
export interface ListenOptions {
  /** How connections are secured: exactly one of `key`, `tls` and `insecure`. */
  readonly security: ServerSecurity;
  /** The port; 0 takes a free one. Default 4700. */
  readonly port?: number | undefined;
  /** The address to listen on. Default `"0.0.0.0"`, all IPv4 interfaces. */
  readonly host?: string | undefined;
  /**
   * Sent to every client; each rendition is encoded once, and the source is open only while a client wants it. A
   * `Simulcast` where something else shows the frames too. Default: nothing is sent.
   */
  readonly source?: VideoSource | Simulcast | undefined;
  readonly encoding?: EncodingOptions | undefined;
  readonly limits?: ServerLimits | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /**
   * Target for the end-to-end latency in both directions; the stricter side's counts. Quality, resolution and frame rate
   * adapt to it, in this order. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Receives refusals and source errors. Default: silent. */
  readonly log?: Logger | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves when the server listens. Rejects with a sentence when it cannot, with a `TypeError` when it is not said how
 * connections are protected, with a `RangeError` for a key that is none, or with the signal's reason.
 */
export async function listen(options: ListenOptions): Promise<Server> {
  const { port = 4700, host = "0.0.0.0", security, source, name, maxLatencyMs, log = silent, signal } = options;
  const { codecs = [jpeg, webp], quality, ladder } = options.encoding ?? {};
  const { maxClients = 16, maxHalfOpen = 64, maxPacketBytes, helloTimeoutMs = 5000 } = options.limits ?? {};
  const perAddress = Math.max(8, Math.ceil(maxClients / 2));
  const { maxClientsPerAddress = perAddress, maxConnectionsPerSecond = perAddress } = options.limits ?? {};
  const offer = source && createPublisher({ source, codecs, quality, ladder, log });
  const instanceId = createInstanceId();
  const codecNames = codecs.map((codec) => codec.name);
  const queue = createConnectionQueue();
  const lobby = createLobby(maxHalfOpen);
  const seats = createSeats({ maxClients, maxClientsPerAddress });
  const arrivals = createArrivals({ perSecond: maxConnectionsPerSecond, log });
  const visits = new Set<Promise<void>>();
  const clients = new Set<Connection>();
  const ending = new AbortController();
  // One listener for each client is no leak, of which Node would warn.
  setMaxListeners(0, ending.signal);
  const enter = await createDoor({ security, timeoutMs: helloTimeoutMs, log, signal: ending.signal });

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
        deferHello: seats.full,
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
