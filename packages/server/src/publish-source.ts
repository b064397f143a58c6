/** The publisher: one source for all clients of a server. */

import {
  createSimulcast,
  type EncodingOptions,
  jpeg,
  NoCommonCodecError,
  type Simulcast,
  webp,
} from "@framewire/codec";
import { type Logger, retrying, type VideoSource } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** Sends one source to any number of clients. */
export interface Publisher {
  /**
   * Sends the source until the connection closes. Closes the connection as `no-common-codec` if the client decodes none of
   * the codecs. Any other failure is logged, and leaves the connection open. Never rejects.
   */
  sendTo(connection: Connection): Promise<void>;
}

/**
 * Creates a {@link Publisher}. Each frame is encoded once per rendition in use. A source that fails is opened again, for ever.
 * Throws a `RangeError` for an empty ladder.
 */
export function createPublisher({ source, encoding = {}, log }: PublisherOptions): Publisher {
  const { codecs = [jpeg, webp], quality, ladder } = encoding;
  const simulcast =
    typeof source === "function"
      ? createSimulcast(retrying(source, { log }), codecs, { quality, ladder, log })
      : source;
  return {
    async sendTo(connection) {
      try {
        await connection.send(simulcast);
      } catch (error) {
        const { message } = error as Error;
        const text = `Cannot send the source to ${connection.remote.name}: ${message}`;
        if (error instanceof NoCommonCodecError) {
          log.warn(text);
          await connection.close({ code: "no-common-codec", message });
        } else {
          log.error(text);
        }
      }
    },
  };
}

/** Options of {@link createPublisher}. */
export interface PublisherOptions {
  readonly source: VideoSource | Simulcast;
  /** Ignored where `source` is a `Simulcast`. */
  readonly encoding?: EncodingOptions | undefined;
  readonly log: Logger;
}
