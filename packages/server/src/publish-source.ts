import { type Codec, createEncodings, type Encodings, type Level, NoCommonCodecError } from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** How {@link createOffer} encodes. */
export interface OfferOptions {
  readonly source: VideoSource | Encodings;
  readonly codecs: readonly Codec[];
  readonly quality: number | undefined;
  readonly levels: readonly Level[] | undefined;
  readonly log: Logger;
}

/** One source, for whoever connects. */
export interface Offer {
  /** Sends it to a client until the connection closes. Rejects only when the source has failed for good. */
  sendTo(connection: Connection): Promise<void>;
}

/** Makes an {@link Offer}. A picture is encoded once per codec, however many take it. */
export function createOffer({ source, codecs, quality, levels, log }: OfferOptions): Offer {
  const encodings =
    typeof source === "function"
      ? createEncodings(source, codecs, { log, ...(quality !== undefined && { quality }), ...(levels && { levels }) })
      : source;

  return {
    async sendTo(connection) {
      const { remote } = connection;
      try {
        await connection.send(encodings.for(remote.codecs, { level: () => connection.level }), {
          levels: encodings.levels.map(({ share }) => share),
        });
      } catch (error) {
        if (!(error instanceof NoCommonCodecError)) throw error;
        log.warn(`${remote.name} cannot be shown the pictures: ${error.message}`);
        await connection.close({ code: "no-common-codec", message: error.message });
      }
    },
  };
}
