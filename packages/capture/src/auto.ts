import { type CameraInfo, findFfmpeg, listCameras } from "./ffmpeg/index.ts";

/** What this machine has. */
interface Machine {
  readonly cameras: readonly CameraInfo[];
  /** Where ffmpeg is. */
  readonly ffmpeg: string | undefined;
}

/** The camera that a person means who names none, `undefined` for the pattern, and a sentence that says why. */
export function chooseAutomatically({ cameras, ffmpeg }: Machine = { cameras: listCameras(), ffmpeg: findFfmpeg() }): {
  readonly camera: string | undefined;
  readonly why: string;
} {
  const [first] = cameras;
  const pattern = "The source is the test pattern";
  if (!first) return { camera: undefined, why: `${pattern}: no webcam was found.` };
  const camera = `the webcam “${first.name}” (${first.device})`;
  if (ffmpeg === undefined) {
    return { camera: undefined, why: `${pattern}: to read ${camera} takes ffmpeg, which is not on this machine.` };
  }
  const others = cameras.length > 1 ? `, the first of ${cameras.length}` : "";
  return { camera: first.device, why: `The source is ${camera}${others}, read by ffmpeg.` };
}
