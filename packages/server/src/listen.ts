/** `listen`: a server, with the admission of a client from top to bottom. */

import { setMaxListeners } from "node:events";
import { createServer, type Socket } from "node:net";
import { jpeg, webp } from "@framewire/codec";
import { onAbort, silent } from "@framewire/media";
import { type Bye, type Connection, createInstanceId, openConnection } from "@framewire/protocol";
import { createAuthenticate } from "./admission/authenticate.ts";
import { createClientSlots } from "./admission/client-slots.ts";
import { createConnectionRateLimit } from "./admission/connection-rate-limit.ts";
import { createHalfOpenConnections } from "./admission/half-open.ts";
import { reportRefusal } from "./admission/report-refusal.ts";
import { bind } from "./bind.ts";
import { createConnectionQueue } from "./connection-queue.ts";
import { type ListenOptions, withDefaults } from "./options.ts";
import { createPublisher } from "./publish-source.ts";
import type { Server } from "./server.ts";

/** How long a closing server waits for hellos in flight, in milliseconds. */
const helloGraceMs = 200;

/**
 * Resolves when the server listens. Rejects with a `ListenError` when it cannot, with a `TypeError` unless exactly
 * one of `key`, `tls` and `insecure` is given, with a `RangeError` for an invalid key, or with the signal's reason.
 */
export async function listen(options: ListenOptions): Promise<Server> {
  const { port = 4700, host = "0.0.0.0", name, maxLatencyMs, log = silent, signal } = options;
  const { security, source, encoding, onRefused } = options;
  const { maxPacketBytes, helloTimeoutMs, ...limits } = withDefaults(options.limits);
  const codecs = (encoding?.codecs ?? [jpeg, webp]).map((codec) => codec.name);
  const hello = { name, instanceId: createInstanceId(), codecs, maxPacketBytes, maxLatencyMs };
  const publisher = source && createPublisher({ source, encoding, log });
  const rateLimit = createConnectionRateLimit({ perSecond: limits.maxConnectionsPerSecond, log, onRefused });
  const halfOpen = createHalfOpenConnections(limits.maxHalfOpen);
  const slots = createClientSlots(limits);
  const queue = createConnectionQueue();
  const pending = new Set<Promise<void>>();
  const clients = new Set<Connection>();
  const handshakes = new AbortController();
  // Each client adds a listener; Node would warn of a leak.
  setMaxListeners(0, handshakes.signal);
  const refused = (remoteAddress: string, error: Error): void =>
    reportRefusal({ log, onRefused }, { remoteAddress, clients: slots.inUse, error });
  const { signal: handshaking } = handshakes;
  const authenticate = await createAuthenticate({ security, helloTimeoutMs, report: refused, signal: handshaking });

  function accept(socket: Socket): void {
    if (!rateLimit.allow(socket.remoteAddress ?? "")) {
      socket.on("error", () => {}).resetAndDestroy();
      return;
    }
    halfOpen.add(socket);
    const served = admit(socket).finally(() => {
      halfOpen.delete(socket);
      pending.delete(served);
    });
    pending.add(served);
  }

  /** Resolves once the client is refused or its connection is closed. Never rejects. */
  async function admit(socket: Socket): Promise<void> {
    const transport = await authenticate(socket);
    if (!transport) return;
    const slot = slots.slotFor(socket.remoteAddress ?? "");
    try {
      const connection = await openConnection(transport, {
        ...hello,
        helloTimeoutMs,
        signal: handshakes.signal,
        // Without a free slot, the client's hello says whether it has a slot already.
        deferHello: slots.full,
        admit: slot.claim,
      });
      halfOpen.delete(socket);
      slot.attach(connection);
      await serve(connection);
    } catch (error) {
      if (!closing) refused(transport.remoteAddress, error as Error);
      socket.destroy();
    } finally {
      slot.release();
    }
  }

  /** Resolves once the connection is closed. */
  async function serve(connection: Connection): Promise<void> {
    if (closing) return connection.close(closing);
    clients.add(connection);
    queue.add(connection);
    await publisher?.sendTo(connection);
    await connection.closed;
    clients.delete(connection);
  }

  let closing: Partial<Bye> | undefined;
  let closed: Promise<void> | undefined;
  function close(bye?: Partial<Bye>): Promise<void> {
    closed ??= (async () => {
      removeAbortListener();
      closing = { code: "shutting-down", ...bye };
      const portFreed = new Promise((resolve) => tcp.close(resolve));
      for (const client of clients) void client.close(closing);
      // A client whose hello is in flight receives the bye, too. The rest are aborted.
      const grace = setTimeout(() => handshakes.abort(), helloGraceMs);
      await Promise.all([...pending, portFreed]);
      clearTimeout(grace);
      queue.close();
    })();
    return closed;
  }

  const tcp = createServer(accept);
  // Twice as many, since a closing connection takes a second or two. Above it, the system closes new sockets.
  tcp.maxConnections = 2 * (limits.maxClients + limits.maxHalfOpen);
  const address = await bind(tcp, { port, host, signal });
  tcp.on("error", (error) => log.warn(`Cannot accept a client: ${error.message}`));
  const removeAbortListener = signal ? onAbort(signal, () => void close()) : () => {};

  return {
    address,
    close,
    [Symbol.asyncDispose]: () => close(),
    [Symbol.asyncIterator]: () => ({ next: queue.next }),
  };
}
