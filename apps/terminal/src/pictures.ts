import { parseSource } from "@framewire/capture";
import { createEncodings, type Encodings, type Level, ladderFrom, parseLevels } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import type { CommonOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** This machine's pictures, as the options ask for them: read once, encoded once, for the peers and the page. */
export function openPictures(options: CommonOptions, log: Logger): Encodings {
  const { size, fps, name, sourceFingerprint: fingerprint, sourceInsecure: insecure } = options;
  const source = parseSource(options.source, { ...size, fps, name, fingerprint, insecure, log });
  const pictures = createEncodings(source, options.codec, { levels: levelsOf(options), log });
  const codecs = options.codec.map(({ name: codec, implementation }) =>
    implementation ? `${codec} by ${implementation}` : codec,
  );
  log.debug(`Codecs: ${codecs.join(", ")}.`);
  return pictures;
}

/** What the pictures come down to. Throws a {@link UsageError} where the options do not say it. */
export function levelsOf({ levels, quality }: Pick<CommonOptions, "levels" | "quality">): readonly Level[] {
  if (levels === undefined) return ladderFrom(quality);
  try {
    return parseLevels(levels, { quality });
  } catch (error) {
    throw new UsageError(`--levels: ${(error as Error).message}`);
  }
}
