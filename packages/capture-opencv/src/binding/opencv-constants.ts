/** `cv::VideoCaptureProperties`, as far as they are used. */
export const property = { width: 3, height: 4, fps: 5, fourcc: 6, frameCount: 7 } as const;

/** `cv::VideoCaptureAPIs`: the one that speaks to webcams on Linux, by number or path. */
export const videoForLinux = 200;

/** `cv::ColorConversionCodes`. The first goes both ways. */
export const convert = { swapRedBlue: 4, bgraToBgr: 1, rgbaToBgr: 3, greyToBgr: 8 } as const;

/** Types of `cv::Mat`, eight bits a channel. */
export const matType = { grey: 0, threeChannels: 16, fourChannels: 24 } as const;

/** Four characters as OpenCV counts them, such as `MJPG`. */
export function fourccOf(text: string): number {
  return [...text].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * 256 ** i, 0);
}

/** The characters of a code that came back; nothing where there is none. */
export function fourccText(code: number): string | undefined {
  if (!Number.isInteger(code) || code <= 0) return undefined;
  const text = String.fromCharCode(...[0, 8, 16, 24].map((bits) => (code >>> bits) & 0xff));
  return /^[\x20-\x7e]{4}$/.test(text) ? text.trim() : undefined;
}

/** `cv::ImreadModes`: three channels, and never turned: that is the viewer's. */
export const asItLies: number = 1 + 128;

/** `cv::WindowFlags`: of any size, keeping the picture's proportions, without a tool bar. */
export const plainWindow = 16;

/** `cv::WindowPropertyFlags`. */
export const windowProperty = { visible: 4 } as const;

/** `cv::InterpolationFlags`. */
export const interpolation = { linear: 1, area: 3 } as const;

/** `cv::HersheyFonts`. */
export const sansSerif = 0;

/** `cv::LineTypes`: with smooth edges. */
export const smoothLine = 16;
