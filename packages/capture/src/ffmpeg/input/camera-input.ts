/** Webcams as inputs of ffmpeg. */
import { listCameras } from "../../cameras/list-cameras.ts";
import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/**
 * Returns the input for a webcam by its number (0 is the first) or, on Linux, its path. The driver on Linux chooses the
 * size and rate nearest to those requested; elsewhere a size or rate that the camera lacks is an error.
 */
export function cameraInput(text: string, options: InputOptions): Input {
  const { width, height, fps, platform } = options;
  const format = ["-framerate", String(fps), "-video_size", `${width}x${height}`];
  const camera = { kind: "camera", needsPacing: false, mayBeJpeg: true } as const;
  if (platform === "darwin") {
    requireNumber(text);
    return {
      ...camera,
      label: `camera ${text}`,
      // AVFoundation decodes what the camera sends.
      mayBeJpeg: false,
      args: () => ["-f", "avfoundation", ...format, "-i", `${text}:none`],
    };
  }
  if (platform === "win32") {
    requireNumber(text);
    const name = listCameras(platform)[Number(text)]?.name;
    if (name === undefined) throw new SourceError("usage", `There is no camera ${text} on this machine.`);
    return {
      ...camera,
      label: name,
      args: (passthrough) => [
        "-f",
        "dshow",
        ...format,
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
      `“${path}” is not a camera: cameras are /dev/video0 and so on, and the paths in /dev/v4l.`,
    );
  }
  return {
    ...camera,
    label: path,
    args: (passthrough) => ["-f", "v4l2", ...format, ...(passthrough ? ["-input_format", "mjpeg"] : []), "-i", path],
  };
}

function requireNumber(text: string): void {
  if (/^\d+$/.test(text)) return;
  throw new SourceError("usage", `“${text}” is not a camera: on this system cameras are numbers, and 0 is the first.`);
}
