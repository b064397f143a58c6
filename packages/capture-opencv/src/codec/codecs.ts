/** JPEG and WebP codecs of OpenCV. */
import { type Codec, jpegSharp, webp } from "@framewire/codec";
import { opencvJpegFormat, opencvWebpFormat } from "./formats.ts";
import { createOpenCVCodec } from "./opencv-codec.ts";

/**
 * JPEG through OpenCV: baseline, 4:2:0. The first encoder or decoder loads OpenCV, which takes a third of a second.
 * Creating one throws a `SourceError` (`program`) with the command that builds OpenCV where it is not built.
 *
 * Truncated images are refused by their missing end marker. OpenCV only warns of damage within an image, on standard error,
 * and returns what it could decode. Images with a colour profile, which OpenCV ignores, are decoded by sharp.
 */
export const opencvJpeg: Codec = createOpenCVCodec(opencvJpegFormat, jpegSharp);

/** WebP through OpenCV, lossy, with libwebp's default effort. Loads OpenCV as {@link opencvJpeg} does. */
export const opencvWebp: Codec = createOpenCVCodec(opencvWebpFormat, webp);
