import { type Codec, createSimulcast, NoCommonCodecError, type Rendition, type Simulcast } from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** How {@link createPublisher} encodes. */
export interface PublisherOptions {
  readonly source: VideoSource | Simulcast;
  readonly codecs: readonly Codec[];
  readonly quality: number | undefined;
  readonly ladder: readonly Rendition[] | undefined;
  readonly log: Logger;
}

/** One source, for whoever connects. */
export interface Publisher {
  /** Sends it to a client until the connection closes. Rejects only when the source has failed for good. */
  sendTo(connection: Connection): Promise<void>;
}

/** Makes an {@link Publisher}. A picture is encoded once per codec, however many take it. */
export function createPublisher({ source, codecs, quality, ladder, log }: PublisherOptions): Publisher {
  const simulcast =
    typeof source === "function"
      ? createSimulcast(source, codecs, { log, ...(quality !== undefined && { quality }), ...(ladder && { ladder }) })
      : source;

  return {
    async sendTo(connection) {
      const { remote } = connection;
      try {
        await connection.send(simulcast);
      } catch (error) {
        if (!(error instanceof NoCommonCodecError)) throw error;
        log.warn(`${remote.name} cannot be shown the pictures: ${error.message}`);
        await connection.close({ code: "no-common-codec", message: error.message });
      }
    },
  };
}
