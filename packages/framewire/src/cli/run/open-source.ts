import { parseSource } from "@framewire/capture";
import { opencvReader } from "@framewire/capture-opencv";
import { createSimulcast, ladderFrom, parseLadder, type Rendition, type Simulcast } from "@framewire/codec";
import type { CommonOptions } from "../options/common-options.ts";
import { UsageError } from "../options/usage-error.ts";
import type { Reporter } from "../output/reporter.ts";
import { toldSource } from "./reporting-source.ts";
import { type Guest, switchableSource } from "./switchable-source.ts";

/** This machine's pictures. */
export interface Pictures {
  /** Read once, encoded once, for the peers and the page. */
  readonly encodings: Simulcast;
  /** Shows this camera in place of the source that the options name, while it is shared. */
  showGuest(guest: Guest): void;
}

/** Opens the pictures that the options ask for, for whoever reads them. Tells what the source is when it has been read. */
export function openPictures(
  options: CommonOptions,
  reporter: Pick<Reporter, "emit" | "showSource" | "log">,
): Pictures {
  const { log } = reporter;
  const { size, fps, name, loop, sourceFingerprint: fingerprint, sourceInsecure: insecure } = options;
  const asked = { ...size, fps, name, loop, fingerprint, insecure };
  const usual = parseSource(options.source, { ...asked, readers: [opencvReader], log });
  const { source, show: showGuest } = switchableSource(usual);
  const told = toldSource(source, {
    // As it goes on from here: that is not always as it came.
    describe: () => encodings.describe?.(),
    tell(event) {
      reporter.emit(event);
      reporter.showSource("Source", event);
    },
  });
  const encodings: Simulcast = createSimulcast(told, options.codec, { ladder: levelsOf(options), log });
  const codecs = options.codec.map(({ name: codec, implementation }) =>
    implementation ? `${codec} by ${implementation}` : codec,
  );
  log.debug(`Codecs: ${codecs.join(", ")}.`);
  return { encodings, showGuest };
}

/** What the pictures come down to. Throws a {@link UsageError} where the options do not say it. */
export function levelsOf({ levels, quality }: Pick<CommonOptions, "levels" | "quality">): readonly Rendition[] {
  if (levels === undefined) return ladderFrom(quality);
  try {
    return parseLadder(levels, { quality });
  } catch (error) {
    throw new UsageError(`--levels: ${(error as Error).message}`);
  }
}
