/** The JPEG codec through sharp. */
import type { Codec } from "../codec.ts";
import { createSharpCodec } from "../sharp-codec.ts";
import { jpegFormat } from "./jpeg-format.ts";

/**
 * The `jpeg` codec that works wherever this package does, through sharp.
 *
 * Its settings suit a frame that is shown once: standard Huffman tables in place of ones computed for each frame take less
 * than half the time, for a few per cent more bytes. The README has the figures.
 */
export const jpegSharp: Codec = createSharpCodec({
  ...jpegFormat,
  write: (image, quality) =>
    image.jpeg({ quality, optimiseCoding: false, progressive: false, mozjpeg: false, chromaSubsampling: "4:2:0" }),
});
