import type { Mat, OpenCVBinding, VideoCapture } from "../binding/load-opencv.ts";
import { convert, fourccOf, fourccText, matType, property, videoForLinux } from "../binding/opencv-constants.ts";
import type { Message, OpenedDevice, ReaderSettings } from "./message.ts";

/** Opens what the settings name, says how it was opened, and gives its pictures until they end or fail. Blocks. */
export function* readPictures(cv: OpenCVBinding, settings: ReaderSettings): Generator<Message, void, undefined> {
  let capture = open(cv, settings);
  if (!capture) {
    yield { kind: "failed", reason: "OpenCV cannot open it" };
    return;
  }
  const opened = askFor(capture, settings);
  yield { kind: "opened", opened };
  for (let count = 0; ; count++) {
    const picture = capture.read();
    const time = Number(process.hrtime.bigint() / 1000n);
    if (!picture.empty) {
      const pixels = asBgr(picture);
      const { rows: height, cols: width } = pixels;
      yield { kind: "picture", time, width, height, data: pixels.getData() };
      picture.release();
      pixels.release();
    } else if (!opened.finite || count === 0) {
      yield { kind: "failed", reason: count === 0 ? "it opens, but gives no picture" : "it gives no more pictures" };
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
    // Otherwise Debian's OpenCV would go through GStreamer, which takes no format to be set.
    const direct = camera && process.platform === "linux";
    return direct ? new cv.VideoCapture(device, videoForLinux) : new cv.VideoCapture(device);
  } catch {
    return undefined;
  }
}

/** Asks a webcam for format, size and rate, in the order in which drivers want it, and reads what it made of that. */
function askFor(capture: VideoCapture, { camera, width, height, fps, fourcc }: ReaderSettings): OpenedDevice {
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

/** Three channels of eight bits, whatever the device gives. */
function asBgr(picture: Mat): Mat {
  if (picture.type === matType.threeChannels) return picture;
  if (picture.type === matType.grey) return picture.cvtColor(convert.greyToBgr);
  if (picture.type === matType.fourChannels) return picture.cvtColor(convert.bgraToBgr);
  throw new Error(
    `The pictures are of OpenCV's type ${picture.type}; only those of eight bits a channel can be shown here.`,
  );
}
