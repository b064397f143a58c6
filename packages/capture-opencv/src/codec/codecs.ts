import type { Codec } from "@framewire/codec";
import { opencvJpegFormat, opencvWebpFormat } from "./formats.ts";
import { createOpenCVCodec } from "./opencv-codec.ts";

/**
 * JPEG through OpenCV: baseline, 4:2:0. Making an encoder or a decoder loads OpenCV, which takes a third of a second
 * once, and throws a `SourceError` with the command that builds it where it has not been built.
 *
 * Pictures that are cut short are refused by their missing end marker. OpenCV itself only warns of damage within
 * them, on standard error, and gives what it could read.
 */
export const opencvJpeg: Codec = createOpenCVCodec(opencvJpegFormat);

/** WebP through OpenCV, lossy, with libwebp's default effort. Made and loaded as {@link opencvJpeg} is. */
export const opencvWebp: Codec = createOpenCVCodec(opencvWebpFormat);
