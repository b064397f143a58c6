/** The blocking loop of the reader process. */
import type { Mat, OpenCVBinding, VideoCapture } from "../binding/opencv-binding.ts";
import {
  colourConversion,
  fourccOf,
  fourccText,
  matType,
  property,
  videoForLinux,
} from "../binding/opencv-constants.ts";
import type { OpenedDevice, ReaderMessage, ReaderSettings } from "./message.ts";

/** Opens the device, yields its properties, then its frames until they end or fail. Blocks the thread. */
export function* captureFrames(cv: OpenCVBinding, settings: ReaderSettings): Generator<ReaderMessage, void, undefined> {
  let capture = open(cv, settings);
  if (!capture) {
    yield { kind: "failed", reason: "OpenCV cannot open it" };
    return;
  }
  const opened = configure(capture, settings);
  yield { kind: "opened", opened };
  for (let count = 0; ; count++) {
    const image = capture.read();
    const time = Number(process.hrtime.bigint() / 1000n);
    if (!image.empty) {
      const pixels = toBgr(image);
      const { rows: height, cols: width } = pixels;
      yield { kind: "frame", time, width, height, data: pixels.getData() };
      image.release();
      pixels.release();
    } else if (!opened.finite || count === 0) {
      yield {
        kind: "failed",
        reason: count === 0 ? "it opens, but delivers no frame" : "it delivers no further frames",
      };
      return;
    } else if (settings.loop) {
      capture.release();
      capture = open(cv, settings);
      if (!capture) {
        yield { kind: "failed", reason: "OpenCV cannot open it again" };
        return;
      }
      count = -1;
    } else {
      yield { kind: "end" };
      return;
    }
  }
}

function open(cv: OpenCVBinding, { device, camera }: ReaderSettings): VideoCapture | undefined {
  try {
    // Debian's OpenCV would use GStreamer by default, which cannot set the format.
    const direct = camera && process.platform === "linux";
    return direct ? new cv.VideoCapture(device, videoForLinux) : new cv.VideoCapture(device);
  } catch {
    return undefined;
  }
}

/** Requests format, size and rate of a webcam, in the order that drivers require, and returns the result. */
function configure(capture: VideoCapture, { camera, width, height, fps, fourcc }: ReaderSettings): OpenedDevice {
  if (camera) {
    if (fourcc !== undefined) capture.set(property.fourcc, fourccOf(fourcc));
    if (width !== undefined) capture.set(property.width, width);
    if (height !== undefined) capture.set(property.height, height);
    if (fps !== undefined) capture.set(property.fps, fps);
  }
  const rate = capture.get(property.fps);
  return {
    width: capture.get(property.width),
    height: capture.get(property.height),
    fps: rate > 0 && rate <= 1000 ? rate : 0,
    fourcc: fourccText(capture.get(property.fourcc)),
    finite: !camera && capture.get(property.frameCount) > 0,
  };
}

/** Converts an image to three channels of eight bits. */
function toBgr(image: Mat): Mat {
  if (image.type === matType.threeChannels) return image;
  if (image.type === matType.grey) return image.cvtColor(colourConversion.greyToBgr);
  if (image.type === matType.fourChannels) return image.cvtColor(colourConversion.bgraToBgr);
  throw new Error(`The frames have OpenCV's type ${image.type}; only types with eight bits per channel are supported.`);
}
