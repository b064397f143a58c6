import { type CameraInfo, findFfmpeg, listCameras } from "./ffmpeg/index.ts";
import { readyReader, type SourceReader } from "./source-reader.ts";

/** What this machine has. */
interface Machine {
  readonly cameras: readonly CameraInfo[];
  /** Where ffmpeg is. */
  readonly ffmpeg: string | undefined;
}

/** What {@link chooseAutomatically} has chosen. */
interface Choice {
  /** The webcam, as sources name it; `undefined` for the pattern. */
  readonly camera: string | undefined;
  /** What reads it; `undefined` for ffmpeg. */
  readonly reader?: SourceReader | undefined;
  /** A sentence that says what, and why. */
  readonly why: string;
}

/** The camera that a person means who names none: the first, read by ffmpeg, or else by the first of these readers that is here. */
export function chooseAutomatically(
  readers: readonly SourceReader[],
  { cameras, ffmpeg }: Machine = { cameras: listCameras(), ffmpeg: findFfmpeg() },
): Choice {
  const [first] = cameras;
  const pattern = "The source is the test pattern";
  if (!first) return { camera: undefined, why: `${pattern}: no webcam was found.` };
  const camera = `the webcam “${first.name}” (${first.device})`;
  const reader = ffmpeg === undefined ? readyReader(readers) : undefined;
  if (!reader && ffmpeg === undefined) {
    const ways = ["ffmpeg", ...readers.map((reader) => `${reader.name} (${reader.missing()})`)];
    const missing = ways.length > 1 ? "and none of them is on this machine" : "which is not on this machine";
    return { camera: undefined, why: `${pattern}: to read ${camera} takes ${ways.join(" or ")}, ${missing}.` };
  }
  const others = cameras.length > 1 ? `, the first of ${cameras.length}` : "";
  const why = `The source is ${camera}${others}, read by ${reader?.name ?? "ffmpeg"}.`;
  return { camera: first.device, reader, why };
}
