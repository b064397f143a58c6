/** This machine's video: the source that the options name, encoded for all who want it. */
import { parseSource } from "@framewire/capture";
import { opencvReader } from "@framewire/capture-opencv";
import { createSimulcast, ladderFrom, parseLadder, type Rendition, type Simulcast } from "@framewire/codec";
import type { SharedCamera } from "@framewire/viewer";
import type { CommonOptions } from "../options/common-options.ts";
import { UsageError } from "../options/usage-error.ts";
import type { Reporter } from "../output/reporter.ts";
import { reportingSource } from "./reporting-source.ts";
import { switchableSource } from "./switchable-source.ts";

/** This machine's video. */
export interface LocalSource {
  /** Reads the source once and encodes each rendition once, for all peers and the page. */
  readonly simulcast: Simulcast;
  /** Replaces the source by a shared camera while it is shared. */
  showCamera(camera: SharedCamera): void;
}

/** Prepares the source that the options name; its first subscriber opens it. Reports its description. */
export function openLocalSource(
  options: CommonOptions,
  reporter: Pick<Reporter, "emit" | "showSource" | "log">,
): LocalSource {
  const { log } = reporter;
  const { size, fps, name, loop, sourceFingerprint: fingerprint, sourceInsecure: insecure } = options;
  const sourceOptions = { ...size, fps, name, loop, fingerprint, insecure };
  const usual = parseSource(options.source, { ...sourceOptions, readers: [opencvReader], log });
  const { source, showCamera } = switchableSource(usual);
  const reporting = reportingSource(source, {
    // The simulcast knows whether frames are passed through or encoded here.
    describe: () => simulcast.describe?.(),
    report(event) {
      reporter.emit(event);
      reporter.showSource("Source", event);
    },
  });
  const simulcast: Simulcast = createSimulcast(reporting, options.codec, { ladder: parseLevels(options), log });
  const codecs = options.codec.map(({ name: codec, implementation }) =>
    implementation ? `${codec} by ${implementation}` : codec,
  );
  log.debug(`Codecs: ${codecs.join(", ")}.`);
  return { simulcast, showCamera };
}

/** Returns the ladder that the options ask for. Throws a {@link UsageError} for an invalid `--levels`. */
export function parseLevels({ levels, quality }: Pick<CommonOptions, "levels" | "quality">): readonly Rendition[] {
  if (levels === undefined) return ladderFrom(quality);
  try {
    return parseLadder(levels, { quality });
  } catch (error) {
    throw new UsageError(`--levels: ${(error as Error).message}`);
  }
}
