import { type Codec, createEncodings } from "@framewire/codec";
import type { Logger, VideoSource } from "@framewire/media";
import type { Connection } from "@framewire/protocol";

/** How {@link createOffer} encodes. */
export interface OfferOptions {
  readonly source: VideoSource;
  readonly codecs: readonly Codec[];
  readonly quality: number | undefined;
  readonly log: Logger;
}

/** One source, for whoever connects. */
export interface Offer {
  /** Sends it to a client until the connection closes. Rejects only when the source has failed for good. */
  sendTo(connection: Connection): Promise<void>;
}

/** Makes an {@link Offer}. A picture is encoded once per codec, however many take it. */
export function createOffer({ source, codecs, quality, log }: OfferOptions): Offer {
  let failure: Error | undefined;

  const watched: VideoSource = async function* (options) {
    try {
      yield* source(options);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw failure;
    }
  };
  const encodings = createEncodings(watched, codecs, { log, ...(quality !== undefined && { quality }) });

  return {
    async sendTo(connection) {
      const { remote, signal } = connection;
      try {
        await connection.send(encodings.for(remote.codecs)({ signal }));
      } catch (error) {
        if (failure) throw failure;
        // What this client cannot be shown is no reason to end the others.
        const { message } = error as Error;
        log.warn(`${remote.name} cannot be shown the pictures: ${message}`);
        await connection.close({ code: "no-common-codec", message });
      }
    },
  };
}
