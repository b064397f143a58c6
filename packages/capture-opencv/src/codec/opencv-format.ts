/** An image format as OpenCV's codecs need it, and the checks before OpenCV sees a frame. */
import { type ImageFormat, validateEncodedFrame, validateSize } from "@framewire/codec/validate";
import type { EncodedFrame } from "@framewire/media";

/** An {@link ImageFormat} with its settings for OpenCV. */
export interface OpenCVFormat extends ImageFormat {
  /** The file name extension that OpenCV selects the format by, with its dot. */
  readonly extension: string;
  /** Settings for `imencode`: pairs of a flag and its value. */
  settings(quality: number): readonly number[];
}

/** Returns a sentence that says why the frame is not passed to OpenCV, as far as its header shows, or `undefined`. */
export function validateForOpenCV(format: OpenCVFormat, frame: EncodedFrame, maxPixels: number): string | undefined {
  const problem = validateEncodedFrame(format, frame, maxPixels);
  if (problem) return problem;
  const header = format.readHeader(frame.data);
  return header ? validateSize(frame, header) : "the image is damaged or cut short: its header cannot be read.";
}
