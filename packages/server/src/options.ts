/** The options of `listen`. */

import type { EncodingOptions, Simulcast } from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { ServerSecurity } from "@framewire/security";

/** Options of `listen`. */
export interface ListenOptions {
  /** How connections are secured: exactly one of `key`, `tls` and `insecure`. */
  readonly security: ServerSecurity;
  /** The port; 0 selects a free one. Default 4700. */
  readonly port?: number | undefined;
  /** The address to listen on. Default `"0.0.0.0"`, all IPv4 interfaces. */
  readonly host?: string | undefined;
  /**
   * Sent to every client; each rendition is encoded once, and the source is open only while a client wants
   * frames. Use a `Simulcast` if the source has other subscribers too. Default: nothing is sent.
   *
   * A source that throws does not end a connection: its error is logged, and it is opened again with backoff, for ever. That
   * of a `Simulcast` is not opened again for those who are connected, unless it is `retrying()` of `@framewire/media`.
   */
  readonly source?: VideoSource | Simulcast | undefined;
  readonly encoding?: EncodingOptions | undefined;
  readonly limits?: ServerLimits | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /**
   * Target for the end-to-end latency in both directions, in milliseconds; the stricter side's counts. Quality, resolution
   * and frame rate adapt to it, in this order. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Receives refusals and source errors. Default: silent. */
  readonly log?: Logger | undefined;
  /** Called for each client that is not admitted. A client that connects too often is reported once. */
  readonly onRefused?: ((client: RefusedClient) => void) | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
}

/** A client that was not admitted. */
export interface RefusedClient {
  readonly remoteAddress: string;
  /**
   * The `code` of a `SecurityError` such as `wrong-key`, of a bye such as `busy` or `no-common-codec`, or
   * `too-many-connections`; `failed` for other errors.
   */
  readonly code: string;
  /** The reason in a sentence. */
  readonly message: string;
}

/** Limits on the resources that clients can use. */
export interface ServerLimits {
  /** Clients at a time; the next one is refused as `busy`. A client slot is claimed with the hello. Default 16. */
  readonly maxClients?: number | undefined;
  /** Clients from one address; loopback has no such limit. Default half of `maxClients`, at least 8. */
  readonly maxClientsPerAddress?: number | undefined;
  /** Connections without a hello; above it, the oldest of the address with the most is closed. Default 64. */
  readonly maxHalfOpen?: number | undefined;
  /**
   * New connections per second from one address, with a burst of eight times as many; the rest are closed. Default half
   * of `maxClients`, at least 8.
   */
  readonly maxConnectionsPerSecond?: number | undefined;
  /** The largest packet that is accepted, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /** Time for a client to authenticate, and for its hello after that, in milliseconds. Default 5000. */
  readonly helloTimeoutMs?: number | undefined;
}

/** Limits with their defaults. The protocol has the default of `maxPacketBytes`. */
export type ServerLimitsInUse = Pick<ServerLimits, "maxPacketBytes"> & {
  readonly [K in Exclude<keyof ServerLimits, "maxPacketBytes">]-?: number;
};

/** Fills in the defaults. */
export function withDefaults({ maxClients = 16, ...limits }: ServerLimits = {}): ServerLimitsInUse {
  const half = Math.max(8, Math.ceil(maxClients / 2));
  const { maxClientsPerAddress = half, maxConnectionsPerSecond = half } = limits;
  const { maxHalfOpen = 64, maxPacketBytes, helloTimeoutMs = 5000 } = limits;
  return { maxClients, maxClientsPerAddress, maxHalfOpen, maxConnectionsPerSecond, maxPacketBytes, helloTimeoutMs };
}
