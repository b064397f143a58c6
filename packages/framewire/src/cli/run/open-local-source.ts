/** This machine's video: the source that the options name, encoded for all who want it. */
import { statSync } from "node:fs";
import { parseSource } from "@framewire/capture";
import { opencvReader } from "@framewire/capture-opencv";
import { createSimulcast, ladderFrom, parseLadder, type Rendition, type Simulcast } from "@framewire/codec";
import { retrying } from "@framewire/media";
import type { SharedCamera } from "@framewire/viewer";
import type { CommonOptions } from "../options/common-options.ts";
import { UsageError } from "../options/usage-error.ts";
import type { Reporter } from "../output/reporter.ts";
import { sourceLine } from "../output/source-line.ts";
import { checkSource } from "./check-source.ts";
import { holdLastFrame } from "./hold-last-frame.ts";
import { reportingSource } from "./reporting-source.ts";
import { requireCamera } from "./require-camera.ts";
import { switchableSource } from "./switchable-source.ts";

/** This machine's video. */
export interface LocalSource {
  /** Reads the source once and encodes each rendition once, for all peers and the page. */
  readonly simulcast: Simulcast;
  /** Replaces the source by a shared camera while it is shared. */
  showCamera(camera: SharedCamera): void;
  /**
   * Resolves when the source has given its first frame, and after a second at most. Rejects with the error of a source that
   * has failed by then.
   */
  readonly checked: Promise<void>;
  /** Closes what only the check has opened. */
  close(): void;
}

/**
 * Opens the source that the options name for a moment, as a check, and then for its subscribers. Reports its description. After
 * the check, a source that fails is opened again for ever. After the end of a file its last frame stays; `onEnd` is called.
 *
 * Throws a `SourceError` or a {@link UsageError} where the options name no source.
 */
export function openLocalSource(
  options: CommonOptions,
  reporter: Pick<Reporter, "emit" | "showSource" | "log">,
  { onEnd }: { readonly onEnd?: (() => void) | undefined } = {},
): LocalSource {
  const { log } = reporter;
  const { size, fps, name, loop, sourceFingerprint: fingerprint, sourceInsecure: insecure } = options;
  const { sourceOpenTimeout: openTimeoutMs, sourceStallTimeout: stallTimeoutMs } = options;
  const sourceOptions = { ...size, fps, name, loop, fingerprint, insecure, openTimeoutMs, stallTimeoutMs };
  const ladder = parseLevels(options);
  const usual = parseSource(options.source, { ...sourceOptions, readers: [opencvReader], log });
  requireCamera(options.source);
  const {
    source: opened,
    checked,
    close,
  } = cannotFail(options.source)
    ? { source: usual, checked: Promise.resolve(), close() {} }
    : checkSource(usual, { keepMs: isFile(options.source) ? 0 : takeOverMs });
  const { source, showCamera } = switchableSource(holdLastFrame(retrying(opened, { log }), { log, onEnd }), log);
  let lastLine = "";
  const reporting = reportingSource(source, {
    // The simulcast knows whether frames are passed through or encoded here.
    describe: () => simulcast.describe?.(),
    report(event) {
      reporter.emit(event);
      const line = sourceLine(event);
      if (event.problem !== null || line === lastLine) return;
      lastLine = line;
      reporter.showSource("Source", event);
    },
  });
  const simulcast: Simulcast = createSimulcast(reporting, options.codec, { ladder, log });
  const codecs = options.codec.map(({ name: codec, implementation }) =>
    implementation ? `${codec} by ${implementation}` : codec,
  );
  log.debug(`Codecs: ${codecs.join(", ")}.`);
  return { simulcast, showCamera, checked, close };
}

/** How long a camera stays open after the check: as long as a first connection usually takes. */
const takeOverMs = 2000;

/** Whether a source begins anew each time that it is opened. */
function isFile(source: string): boolean {
  return statSync(source.replace(/^(ffmpeg|opencv):/, ""), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether a source needs nothing that could be missing, so that the check would only cost time. */
function cannotFail(source: string): boolean {
  return source === "pattern" || source === "none";
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
