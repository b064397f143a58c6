/** Constants of OpenCV. */
/** `cv::VideoCaptureProperties`. */
export const property = { width: 3, height: 4, fps: 5, fourcc: 6, frameCount: 7 } as const;

/** `cv::VideoCaptureAPIs`: V4L2, for webcams on Linux. */
export const videoForLinux = 200;

/** `cv::ColorConversionCodes`. The first converts in both directions. */
export const colourConversion = { swapRedBlue: 4, bgraToBgr: 1, rgbaToBgr: 3, greyToBgr: 8 } as const;

/** Types of `cv::Mat` with eight bits per channel. */
export const matType = { grey: 0, threeChannels: 16, fourChannels: 24 } as const;

/** Converts four characters such as `MJPG` to OpenCV's FourCC number. */
export function fourccOf(text: string): number {
  return [...text].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * 256 ** i, 0);
}

/** Converts OpenCV's FourCC number to its characters; `undefined` where it is invalid. */
export function fourccText(code: number): string | undefined {
  if (!Number.isInteger(code) || code <= 0) return undefined;
  const text = String.fromCharCode(...[0, 8, 16, 24].map((bits) => (code >>> bits) & 0xff));
  return /^[\x20-\x7e]{4}$/.test(text) ? text.trim() : undefined;
}

/** `cv::ImreadModes`: three channels, reduced by a factor while an image is decoded. */
const reducedModes = { 1: 1, 2: 17, 4: 33, 8: 65 } as const;

/** The one that is added so that OpenCV does not look for an Exif orientation, as in WebP, whose orientation has no effect. */
const ignoreOrientation = 128;

/** Returns `cv::ImreadModes` for an image in colour and upright. `orientation` is that of the image's header. */
export function imreadMode(orientation = 1, factor: keyof typeof reducedModes = 1): number {
  return reducedModes[factor] + (orientation === 1 ? ignoreOrientation : 0);
}

/** `cv::WindowFlags`: resizable, with a fixed aspect ratio, without a tool bar. */
export const plainWindow = 16;

/** `cv::WindowPropertyFlags`. */
export const windowProperty = { visible: 4 } as const;

/** `cv::InterpolationFlags`. */
export const interpolation = { linear: 1, area: 3 } as const;

/** `cv::HersheyFonts`. */
export const sansSerif = 0;

/** `cv::LineTypes`: antialiased. */
export const smoothLine = 16;
