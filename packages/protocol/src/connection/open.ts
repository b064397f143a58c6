import { onAbort } from "@framewire/media";
import { createSession, defaultMaxPacketsPerSecond, type PeerHello } from "../session/session.ts";
import type { Transport } from "../transports/transport.ts";
import { isRefusal } from "../wire/bye.ts";
import { ConnectionClosedError } from "../wire/connection-closed-error.ts";
import { checkHello, checkInstanceKey, chooseCodec, createInstanceId, type Hello } from "../wire/hello.ts";
import type { Bye } from "../wire/packet.ts";
import type { Connection } from "./connection.ts";
import { createConnection } from "./create-connection.ts";

/** How to open a connection. */
export interface OpenConnectionOptions {
  /** Names of the codecs that this side has, the preferred one first, such as `["jpeg", "webp"]`. */
  readonly codecs: readonly string[];
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /** Who we are, over reconnections too. Default: a new one. */
  readonly instanceId?: string | undefined;
  /**
   * Proves the instance id: 16 random bytes, from whose SHA-256 the id is made (its first 22 characters in base64url).
   * It is a secret that only the peer is told. Default: no proof.
   */
  readonly instanceKey?: Uint8Array | undefined;
  /** The largest packet that we take, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** How many packets of any kind the peer may send in a second, and twice as many at once. Default 4000. */
  readonly maxPacketsPerSecond?: number | undefined;
  /**
   * How old a picture may be when it comes, in milliseconds, in either direction; the stricter side's wish counts.
   * Quality, size and rate give way for it, in this order, as far as the ladder of the sender goes. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** How long the peer's hello may take, in milliseconds. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
  /**
   * Decides by the peer's hello whether it is let in, before the connection opens. What it gives back is our bye, and
   * the peer is not let in. Default: everybody is.
   */
  readonly admit?: ((peer: PeerHello) => Bye | undefined) | undefined;
  /**
   * Keeps our hello until the peer's is admitted, so that who is not let in is told so at once. For a side that was
   * dialled and may have no room; never for both. Default: our hello goes out at once.
   */
  readonly deferHello?: boolean | undefined;
  /** Hangs up, before the hello or after. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Speaks Framewire over a transport: sends our hello and waits for the peer's. Rejects with a
 * `ConnectionClosedError` when the connection ends before that or is refused, with the signal's reason, or with a
 * `ProtocolError` for options that make no valid hello. The transport is closed when it rejects.
 */
export async function openConnection(transport: Transport, options: OpenConnectionOptions): Promise<Connection> {
  const { signal, helloTimeoutMs = 5000, instanceKey, deferHello: greetsLast, admit } = options;
  const local = introduce(transport, options);
  const link = createSession({
    transport,
    hello: local,
    instanceKey,
    helloTimeoutMs,
    maxPacketsPerSecond: options.maxPacketsPerSecond ?? defaultMaxPacketsPerSecond,
    deferHello: greetsLast,
    ...(admit && { admit }),
  });
  if (signal) {
    const forget = onAbort(signal, () => void link.close("left", ""));
    void link.closed.then(forget);
  }

  const remote = await link.remoteHello;
  if (!remote || link.signal.aborted) {
    const info = await link.closed;
    signal?.throwIfAborted();
    // A refusal may come right behind the hello. A peer that was there and left is a connection that has closed.
    if (!remote || info.by !== "remote" || isRefusal(info)) throw new ConnectionClosedError(info);
  }
  const codecs = { send: chooseCodec(local, remote), receive: chooseCodec(remote, local) };
  if (!codecs.send && !codecs.receive) {
    const message = `This side has ${local.codecs.join(", ")}, the other ${remote.codecs.join(", ")}: no codec in common.`;
    throw new ConnectionClosedError(await link.close("no-common-codec", message));
  }
  return createConnection({
    link,
    local,
    remote,
    codecs,
    remoteAddress: transport.remoteAddress,
  });
}

/** Our own hello. What cannot be sent leaves no transport open. */
function introduce(transport: Transport, options: OpenConnectionOptions): Hello {
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
