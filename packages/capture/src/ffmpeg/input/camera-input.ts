import { listCameras } from "../../cameras/list-cameras.ts";
import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/**
 * A webcam, by its number (0 is the first) or, on Linux, its path. It is asked for a size and a rate and gives the nearest
 * that it has, where the system's driver sees to that (Linux), or none.
 */
export function cameraInput(text: string, options: InputOptions): Input {
  const { width, height, fps, platform } = options;
  const asked = ["-framerate", String(fps), "-video_size", `${width}x${height}`];
  const camera = { kind: "camera", paced: false, mayBeJpeg: true } as const;
  if (platform === "darwin") {
    requireNumber(text);
    return {
      ...camera,
      shown: `camera ${text}`,
      // A camera's pixels only: AVFoundation decodes what it gives.
      mayBeJpeg: false,
      args: () => ["-f", "avfoundation", ...asked, "-i", `${text}:none`],
    };
  }
  if (platform === "win32") {
    requireNumber(text);
    const name = listCameras(platform)[Number(text)]?.name;
    if (name === undefined) throw new SourceError("usage", `There is no camera ${text} on this machine.`);
    return {
      ...camera,
      shown: name,
      args: (passthrough) => [
        "-f",
        "dshow",
        ...asked,
        ...(passthrough ? ["-vcodec", "mjpeg"] : []),
        "-i",
        `video=${name}`,
      ],
    };
  }
  const path = /^\d+$/.test(text) ? `/dev/video${Number(text)}` : text;
  if (!/^\/dev\/(?:video\d+|v4l\/by-(?:id|path)\/[\w.:+-]+)$/.test(path)) {
    throw new SourceError(
      "usage",
      `“${path}” is not a camera: those are /dev/video0 and so on, and what lies in /dev/v4l.`,
    );
  }
  return {
    ...camera,
    shown: path,
    args: (passthrough) => ["-f", "v4l2", ...asked, ...(passthrough ? ["-input_format", "mjpeg"] : []), "-i", path],
  };
}

function requireNumber(text: string): void {
  if (/^\d+$/.test(text)) return;
  throw new SourceError("usage", `“${text}” is not a camera: on this system they have numbers, 0 is the first.`);
}
