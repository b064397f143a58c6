import { readJpegHeader } from "@framewire/media/jpeg";
import type { Codec } from "../codec.ts";
import { createSharpCodec } from "../sharp-codec.ts";
import { jpegFormat } from "./jpeg-format.ts";

/**
 * The {@link jpeg} that works wherever this package does, through sharp.
 *
 * The settings are for a picture that is looked at once, now: standard Huffman tables in place of ones
 * computed for each picture cost less than half, for a few per cent more bytes. The README has the figures.
 */
export const jpegSharp: Codec = createSharpCodec({
  ...jpegFormat,
  sizeOf: readJpegHeader,
  write: (picture, quality) =>
    picture.jpeg({ quality, optimiseCoding: false, progressive: false, mozjpeg: false, chromaSubsampling: "4:2:0" }),
});
