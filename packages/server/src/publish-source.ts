/** The publisher: one source for all clients of a server. */

import {
  createSimulcast,
  type EncodingOptions,
  jpeg,
  NoCommonCodecError,
  type Simulcast,
  webp,
} from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** Sends one source to any number of clients. */
export interface Publisher {
  /**
   * Sends the source until the connection closes. Closes the connection as `no-common-codec` if the client decodes none of
   * the codecs. Rejects only when the source has failed for good.
   */
  sendTo(connection: Connection): Promise<void>;
}

/** Creates a {@link Publisher}. Each frame is encoded once per rendition in use. Throws a `RangeError` for an empty ladder. */
export function createPublisher({ source, encoding = {}, log }: PublisherOptions): Publisher {
  const { codecs = [jpeg, webp], quality, ladder } = encoding;
  const simulcast = typeof source === "function" ? createSimulcast(source, codecs, { quality, ladder, log }) : source;
  return {
    async sendTo(connection) {
      try {
        await connection.send(simulcast);
      } catch (error) {
        if (!(error instanceof NoCommonCodecError)) throw error;
        log.warn(`Cannot send the source to ${connection.remote.name}: ${error.message}`);
        await connection.close({ code: "no-common-codec", message: error.message });
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
