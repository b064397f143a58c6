/** The choice that `--source auto` makes: the first webcam, or the test pattern. */
import { type CameraDevice, listCameras } from "./cameras/list-cameras.ts";
import { findFfmpeg } from "./ffmpeg/index.ts";
import { firstInstalledReader, type SourceReader } from "./source-reader.ts";

/**
 * Chooses the first webcam, read by ffmpeg, or without ffmpeg by the first of `readers` that is installed; the test
 * pattern where there is no webcam or nothing to read it.
 */
export function chooseAutomaticSource(
  readers: readonly SourceReader[],
  { cameras, ffmpeg }: Machine = { cameras: listCameras(), ffmpeg: findFfmpeg() },
): AutomaticSource {
  const [first] = cameras;
  const pattern = "The source is the test pattern";
  if (!first) return { camera: undefined, reason: `${pattern}: no webcam was found.` };
  const camera = `the webcam “${first.name}” (${first.device})`;
  const reader = ffmpeg === undefined ? firstInstalledReader(readers) : undefined;
  if (!reader && ffmpeg === undefined) {
    const programs = ["ffmpeg", ...readers.map((reader) => `${reader.name} (${reader.installCommand()})`)];
    const missing = programs.length > 1 ? "and none of them is installed" : "which is not installed";
    return { camera: undefined, reason: `${pattern}: ${camera} requires ${programs.join(" or ")}, ${missing}.` };
  }
  const others = cameras.length > 1 ? `, the first of ${cameras.length}` : "";
  const reason = `The source is ${camera}${others}, read by ${reader?.name ?? "ffmpeg"}.`;
  return { camera: first.device, reader, reason };
}

/** What is installed on this machine. */
interface Machine {
  readonly cameras: readonly CameraDevice[];
  /** Path of ffmpeg, where it is installed. */
  readonly ffmpeg: string | undefined;
}

/** The result of {@link chooseAutomaticSource}. */
interface AutomaticSource {
  /** The webcam, as `parseSource` names it; `undefined` for the test pattern. */
  readonly camera: string | undefined;
  /** What reads it; `undefined` for ffmpeg. */
  readonly reader?: SourceReader | undefined;
  /** A sentence with the choice and the reason for it. */
  readonly reason: string;
}
