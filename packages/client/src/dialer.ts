/** The dialer: connects and reconnects to one server as the same instance. */

import { createSimulcast, jpeg, NoCommonCodecError, webp } from "@framewire/codec";
import { backoffDelay, now, retrying, silent, sleep } from "@framewire/media";
import {
  type Connection,
  ConnectionClosedError,
  isRefusal,
  openConnection,
  refuseConnection,
} from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { SecurityError, secureClient } from "@framewire/security";
import { formatAddress, parseAddress } from "./address.ts";
import { dial } from "./dial.ts";
import { handshakeError } from "./handshake-error.ts";
import { createInstance } from "./instance.ts";
import { followLocalAddress } from "./local-address.ts";
import type { ClientOptions } from "./options.ts";
import { UnreachableError } from "./unreachable-error.ts";

/** Connects to one server, and sends it the source. */
export interface Dialer {
  /**
   * Retries until the server answers, then starts to send the source. Rejects when the server refuses, when `retryForMs`
   * is used up, or with the signal's reason.
   */
  connect(): Promise<Connection>;
}

/** Time for the server's handshake, and for its hello after that, in milliseconds. */
const helloTimeoutMs = 5000;

/** Creates a {@link Dialer}. Throws a `RangeError` for an invalid address. */
export function createDialer(address: string, options: ClientOptions): Dialer {
  const { source, retryForMs = Number.POSITIVE_INFINITY, log = silent, signal } = options;
  const { name, maxLatencyMs, limits: { maxPacketBytes } = {} } = options;
  const { codecs = [jpeg, webp], quality, ladder } = options.encoding ?? {};
  const backoff = { initialMs: 200, maxMs: 1500, ...options.backoff };
  const target = parseAddress(address);
  const codecNames = codecs.map((codec) => codec.name);
  const hello = { ...createInstance(options.instanceKey), name, maxPacketBytes, maxLatencyMs, codecs: codecNames };
  const simulcast =
    typeof source === "function"
      ? createSimulcast(retrying(source, { log }), codecs, { quality, ladder, log })
      : source;
  const security = secureClient(options.security);
  // Each attempt throws its rejection.
  security.catch(() => {});
  let hasConnected = false;

  /** One attempt: socket, handshake, hello. */
  async function attempt(): Promise<Connection> {
    const secure = await security;
    const socket = await dial(target, signal);
    try {
      followLocalAddress(socket);
      const secured = await secure(socket, { host: target.host, timeoutMs: helloTimeoutMs, signal });
      return await openConnection(tcpTransport(secured), { ...hello, helloTimeoutMs, signal });
    } catch (error) {
      const answer = error instanceof SecurityError ? error.answer : undefined;
      if (answer) void refuseConnection(tcpTransport(answer.socket), { code: "unauthorised", message: answer.message });
      else socket.destroy();
      throw handshakeError(error, formatAddress(target));
    }
  }

  /**
   * Whether every further attempt would fail in the same way: the server refuses, or the options are invalid. A `busy` after
   * a first connection is not final, since our lost connection may still have our slot.
   */
  function isFinal(error: unknown): boolean {
    if (error instanceof UnreachableError) return false;
    if (!(error instanceof ConnectionClosedError)) return true;
    const { code } = error.info;
    return isRefusal(error.info) && code !== "timed-out" && !(hasConnected && code === "busy");
  }

  /** A failure leaves the connection open, unless the server decodes none of the codecs. */
  async function sendSource(connection: Connection): Promise<void> {
    if (!simulcast) return;
    try {
      await connection.send(simulcast);
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof NoCommonCodecError) await connection.close({ code: "no-common-codec", message });
      else log.error(`Cannot send the source: ${message}`);
    }
  }

  return {
    async connect() {
      const start = now();
      for (let attempts = 1; ; attempts++) {
        try {
          const connection = await attempt();
          hasConnected = true;
          void sendSource(connection);
          return connection;
        } catch (error) {
          signal?.throwIfAborted();
          const { message } = error as Error;
          if (isFinal(error) || retryForMs === 0) throw error;
          const leftMs = retryForMs - (now() - start) / 1000;
          if (leftMs <= 0)
            throw new UnreachableError(`${message} Gave up after ${retryForMs / 1000} s.`, { cause: error });
          if (attempts === 1) log.info(`${message} ${retryPlan(retryForMs)}`);
          else log.debug(message);
          options.onAttemptFailed?.(error as Error);
          await sleep(Math.min(backoffDelay(attempts, backoff), leftMs), signal);
        }
      }
    },
  };
}

function retryPlan(retryForMs: number): string {
  return Number.isFinite(retryForMs) ? `Trying for ${retryForMs / 1000} s.` : "Trying until there is one.";
}
