import type { Codec, Encodings, Level } from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { ClientSecurity } from "@framewire/security";
import type { BackoffOptions } from "./backoff.ts";

/** How to call a server. Exactly one of `key`, `tls` and `insecure` says how the connection is protected. */
export interface ClientOptions extends ClientSecurity {
  /** Shown to the server, and open only while that looks. `Encodings`, where something else shows them too. Default: nothing is sent. */
  readonly source?: VideoSource | Encodings | undefined;
  /** The preferred one first. Default JPEG, then WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Of the encoder at the first level, 1 to 100. Default 80. */
  readonly quality?: number | undefined;
  /**
   * What the pictures may come down to, the best first, while the link has no room for more; one level alone
   * is never left. Only where `source` is a source, since `Encodings` have their own. Default `ladderFrom(quality)` of
   * `@framewire/codec`, where `parseLevels` reads them as they are written.
   */
  readonly levels?: readonly Level[] | undefined;
  /** Our name, for people. Default `"Framewire"`. */
  readonly name?: string | undefined;
  /**
   * Who we are, over reconnections too: 16 random bytes, a secret that only the server is told. The instance id, which
   * everybody may know, is made from it. Default: a new one.
   */
  readonly instanceKey?: Uint8Array | undefined;
  /** How long to go on trying while there is no connection, in milliseconds; 0 is one attempt. Default: for ever. */
  readonly retryForMs?: number | undefined;
  /** Bounds of the time between two attempts. */
  readonly backoff?: BackoffOptions | undefined;
  /** The largest packet that is taken, in bytes. Default 16 MiB. */
  readonly maxPacketBytes?: number | undefined;
  /**
   * How old a picture may be when it comes, in milliseconds, in either direction; the stricter side's wish counts.
   * Quality, size and rate give way for it, in this order. Default 150.
   */
  readonly maxLatencyMs?: number | undefined;
  /** Told what is waited for. */
  readonly log?: Logger | undefined;
  /** Hangs up. */
  readonly signal?: AbortSignal | undefined;
}
