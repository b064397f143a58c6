import { type ImageFormat, problemOfEncoded } from "@framewire/codec/validate";
import type { EncodedFrame } from "@framewire/media";

/** What OpenCV has to know of a picture format, beside what its name says. */
export interface OpenCVFormat extends ImageFormat {
  /** By which OpenCV knows it, with its dot. */
  readonly extension: string;
  /** Settings for `imencode`: pairs of what and how much. */
  settings(quality: number): readonly number[];
  /** The size that the data says to have, which is looked at before they are decoded. */
  sizeOf(data: Uint8Array): { readonly width: number; readonly height: number } | undefined;
}

/** Why this picture is not given to OpenCV, as far as its first bytes show; nothing where it may be decoded. */
export function problemOfPicture(format: OpenCVFormat, frame: EncodedFrame, maxPixels: number): string | undefined {
  return problemOfEncoded(format, frame, maxPixels) ?? problemOfSize(frame, format.sizeOf(frame.data));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function problemOfSize(says: Size, is: Size | undefined): string | undefined {
  if (!is) return "the picture is damaged or cut short: its header cannot be read.";
  if (is.width === says.width && is.height === says.height) return undefined;
  return is.width * is.height > says.width * says.height
    ? `it says ${says.width}x${says.height}, but the picture is larger.`
    : `it says ${says.width}x${says.height}, but the picture is ${is.width}x${is.height}.`;
}
