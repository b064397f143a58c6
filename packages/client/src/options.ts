/** The options of `connect` and `reconnecting`. */

import type { EncodingOptions, Simulcast } from "@framewire/codec";
import type { Backoff, Logger, VideoSource } from "@framewire/media";
import type { ClientSecurity } from "@framewire/security";

/** Options of `connect` and `reconnecting`. */
export interface ClientOptions {
  /** How the connection is secured: exactly one of `key`, `tls` and `insecure`. */
  readonly security: ClientSecurity;
  /**
   * Sent to the server, and open only while the server wants frames. Use a `Simulcast` if the source has other
   * subscribers too. Default: nothing is sent.
   *
   * A source that throws does not end a connection: its error is logged, and it is opened again with backoff, for ever. That
   * of a `Simulcast` is not opened again before the next connection, unless it is `retrying()` of `@framewire/media`.
   */
  readonly source?: VideoSource | Simulcast | undefined;
  readonly encoding?: EncodingOptions | undefined;
  readonly limits?: ClientLimits | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /**
   * Proves the instance id over reconnections: 16 random bytes, a secret that only the server learns. The instance id,
   * which is public, is derived from it. Default: a new one.
   */
  readonly instanceKey?: Uint8Array | undefined;
  /** How long to retry while there is no connection, in milliseconds; 0 makes one attempt. Default: without limit. */
  readonly retryForMs?: number | undefined;
  /** Bounds of the wait between two attempts. Default 200 to 1500 ms. */
  readonly backoff?: Backoff | undefined;
  /**
   * Target for the end-to-end latency in both directions, in milliseconds; the stricter side's counts. Quality, resolution
   * and frame rate adapt to it, in this order. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Called after each attempt that failed while another one follows, with a sentence in its message. */
  readonly onAttemptFailed?: ((error: Error) => void) | undefined;
  /** Receives failed attempts and source errors. Default: silent. */
  readonly log?: Logger | undefined;
  /** Closes the connection. */
  readonly signal?: AbortSignal | undefined;
}

/** Limits on the resources that the server can use. */
export interface ClientLimits {
  /** The largest packet that is accepted, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
}
