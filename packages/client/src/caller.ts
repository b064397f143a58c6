import { createSimulcast, jpeg, NoCommonCodecError, webp } from "@framewire/codec";
import { backoffDelay, now, silent, sleep } from "@framewire/media";
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
import { createInstance } from "./instance.ts";
import { followLocalAddress } from "./local-address.ts";
import type { ClientOptions } from "./options.ts";
import { refused } from "./refused.ts";
import { UnreachableError } from "./unreachable-error.ts";

/** Calls one server, again and again as the same instance. */
export interface Dialer {
  /**
   * Dials until the server answers, and begins to show it the source. Rejects when the server refuses, when
   * the time for retries is used up, or with the signal's reason.
   */
  call(): Promise<Connection>;
  /** Why the source has failed for good, if it has. */
  readonly failure: Error | undefined;
}

/** How long the server's handshake and hello may take each, in milliseconds. */
const helloTimeoutMs = 5000;

/** Makes a {@link Dialer}. Throws a `RangeError` when `address` is none. */
export function createDialer(address: string, options: ClientOptions): Dialer {
  const { source, retryForMs = Number.POSITIVE_INFINITY, log = silent, signal } = options;
  const { name, maxLatencyMs, limits: { maxPacketBytes } = {} } = options;
  const { codecs = [jpeg, webp], quality, ladder } = options.encoding ?? {};
  const bounds = { initialMs: 200, maxMs: 1500, ...options.backoff };
  const target = parseAddress(address);
  const codecNames = codecs.map((codec) => codec.name);
  const hello = { ...createInstance(options.instanceKey), name, maxPacketBytes, maxLatencyMs, codecs: codecNames };
  const simulcast =
    typeof source === "function"
      ? createSimulcast(source, codecs, { log, ...(quality !== undefined && { quality }), ...(ladder && { ladder }) })
      : source;
  const security = secureClient(options.security);
  // What it rejects with is thrown by each attempt.
  security.catch(() => {});
  let failure: Error | undefined;
  let hasBeenConnected = false;

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
      throw refused(error, formatAddress(target));
    }
  }

  /**
   * Another attempt would end the same way: the server's last word, or options that no connection can have.
   * Our own place may be taken by the connection that we lost, though.
   */
  function isFinal(error: unknown): boolean {
    if (error instanceof UnreachableError) return false;
    if (!(error instanceof ConnectionClosedError)) return true;
    const { code } = error.info;
    return isRefusal(error.info) && code !== "timed-out" && !(hasBeenConnected && code === "busy");
  }

  async function show(connection: Connection): Promise<void> {
    if (!simulcast) return;
    try {
      await connection.send(simulcast);
    } catch (error) {
      if (error instanceof NoCommonCodecError) {
        await connection.close({ code: "no-common-codec", message: error.message });
      } else {
        failure = error as Error;
        await connection.close({ message: "The source of the pictures has failed." });
      }
    }
  }

  return {
    get failure() {
      return failure;
    },
    async call() {
      const since = now();
      for (let count = 1; ; count++) {
        try {
          const connection = await attempt();
          hasBeenConnected = true;
          void show(connection);
          return connection;
        } catch (error) {
          signal?.throwIfAborted();
          const { message } = error as Error;
          if (isFinal(error) || retryForMs === 0) throw error;
          const left = retryForMs - (now() - since) / 1000;
          if (left <= 0) throw new Error(`${message} It was tried for ${retryForMs / 1000} s.`, { cause: error });
          if (count === 1)
            log.info(
              `${message} Trying ${Number.isFinite(retryForMs) ? `for ${retryForMs / 1000} s` : "until there is one"}.`,
            );
          else log.debug(message);
          await sleep(Math.min(backoffDelay(count, bounds), left), signal);
        }
      }
    },
  };
}
