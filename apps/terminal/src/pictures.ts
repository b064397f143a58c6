import { parseSource } from "@framewire/capture";
import { createEncodings, type Encodings } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import type { CommonOptions } from "./options.ts";

/** This machine's pictures, as the options ask for them: read once, encoded once, for the peers and the page. */
export function openPictures(options: CommonOptions, log: Logger): Encodings {
  const { size, fps, name, sourceFingerprint: fingerprint, sourceInsecure: insecure } = options;
  const source = parseSource(options.source, { ...size, fps, name, fingerprint, insecure, log });
  return createEncodings(source, options.codec, { quality: options.quality, log });
}
