/** Opens a connection on a transport: both hellos, and then frames. */
import { onAbort } from "@framewire/media";
import { createSession, defaultMaxPacketsPerSecond, type PeerHello, type Session } from "../session/session.ts";
import type { Transport } from "../transports/transport.ts";
import { isRefusal } from "../wire/bye.ts";
import { ConnectionClosedError } from "../wire/connection-closed-error.ts";
import { checkHello, checkInstanceKey, chooseCodec, createInstanceId, type Hello } from "../wire/hello.ts";
import type { Bye } from "../wire/packet.ts";
import type { Connection } from "./connection.ts";
import { createConnection } from "./create-connection.ts";

/**
 * Opens a connection: sends this side's hello and waits for the peer's.
 *
 * Rejects with a `ConnectionClosedError` if the connection is refused, or ends before the peer's hello; with the signal's
 * reason; or with a `ProtocolError` for options that make no valid hello. The transport is closed when it rejects.
 */
export async function openConnection(transport: Transport, options: OpenConnectionOptions): Promise<Connection> {
  const { signal, helloTimeoutMs = 5000, instanceKey, deferHello, admit } = options;

  // Our hello goes out, or waits until the peer's is admitted.
  const local = createHello(transport, options);
  const session = createSession({
    transport,
    hello: local,
    instanceKey,
    helloTimeoutMs,
    maxPacketsPerSecond: options.maxPacketsPerSecond ?? defaultMaxPacketsPerSecond,
    deferHello,
    ...(admit && { admit }),
  });
  if (signal) closeOnAbort(session, signal);

  // The peer's hello comes in. A refusal may follow it at once; a peer that leaves right after its hello is a connection that closed.
  const remote = await session.remoteHello;
  if (!remote || session.signal.aborted) {
    const info = await session.closed;
    signal?.throwIfAborted();
    if (!remote || info.by !== "remote" || isRefusal(info)) throw new ConnectionClosedError(info);
  }

  // Both sides choose a codec for each direction, by the same rule.
  const codecs = { send: chooseCodec(local, remote), receive: chooseCodec(remote, local) };
  if (!codecs.send && !codecs.receive) {
    const message = `This side has ${local.codecs.join(", ")}, the other ${remote.codecs.join(", ")}: no codec in common.`;
    throw new ConnectionClosedError(await session.close("no-common-codec", message));
  }
  return createConnection({ session, local, remote, codecs, remoteAddress: transport.remoteAddress });
}

/** Options of {@link openConnection}. */
export interface OpenConnectionOptions {
  /** Names of the codecs that this side has, the preferred one first, such as `["jpeg", "webp"]`. */
  readonly codecs: readonly string[];
  /** Name of this side, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /** Identity of this side, the same over reconnections. Default: a new one. */
  readonly instanceId?: string | undefined;
  /**
   * Proves the instance id: 16 random bytes, from whose SHA-256 the id is made (its first 22 characters in base64url). A
   * secret between this side and the peer. Default: no proof.
   */
  readonly instanceKey?: Uint8Array | undefined;
  /** The largest packet that this side accepts, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** Packets of any kind per second that the peer may send; twice as many may arrive at once. Default 4000. */
  readonly maxPacketsPerSecond?: number | undefined;
  /**
   * End-to-end latency target in both directions, in milliseconds; the stricter side's value counts. On a slow path quality
   * drops first, then resolution, then frame rate, as far as the sender's ladder goes. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Timeout for the peer's hello, in milliseconds. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
  /**
   * Admits or refuses the peer by its hello, before the connection opens. Returns our bye to refuse it. Default: every peer
   * is admitted.
   */
  readonly admit?: ((peer: PeerHello) => Bye | undefined) | undefined;
  /**
   * Sends our hello only once the peer's is admitted, so that a refused peer learns that at once. For the side that was
   * dialled; never for both. Default: our hello is sent at once.
   */
  readonly deferHello?: boolean | undefined;
  /** Closes the connection, before the hello or after. */
  readonly signal?: AbortSignal | undefined;
}

/** Creates this side's hello. Closes the transport where the options make no valid one. */
function createHello(transport: Transport, options: OpenConnectionOptions): Hello {
  try {
    checkInstanceKey(options.instanceKey);
    return checkHello({
      name: options.name ?? "Framewire",
      instanceId: options.instanceId ?? createInstanceId(),
      codecs: options.codecs,
      maxPacketBytes: options.maxPacketBytes ?? 16 * 2 ** 20,
      maxLatency: Math.round((options.maxLatencyMs ?? 150) * 1000),
    });
  } catch (error) {
    transport.abort();
    throw error;
  }
}

function closeOnAbort(session: Session, signal: AbortSignal): void {
  const forgetSignal = onAbort(signal, () => void session.close("left", ""));
  void session.closed.then(forgetSignal);
}
