/** The JPEG codec through sharp. */
import type { Codec } from "../codec.ts";
import { createSharpCodec } from "../sharp-codec.ts";
import { jpegFormat } from "./jpeg-format.ts";

/**
 * The `jpeg` codec that works wherever this package does, through sharp.
 *
 * Its settings suit a frame that is shown once: standard Huffman tables are much faster than ones computed for each frame, for
 * a few per cent more bytes.
 */
export const jpegSharp: Codec = createSharpCodec({
  ...jpegFormat,
  write: (image, quality) =>
    image.jpeg({ quality, optimiseCoding: false, progressive: false, mozjpeg: false, chromaSubsampling: "4:2:0" }),
});
