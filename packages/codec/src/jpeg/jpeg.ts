/** The default JPEG codec. */
import type { Codec } from "../codec.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

/**
 * JPEG (ITU-T T.81), baseline, 4:2:0: every camera and browser supports it, and it is the cheaper of the two codecs. At most
 * 65,500 pixels a side. The format has no checksums: damage inside the data often decodes to a wrong image without an
 * error, but a truncated image is always an error.
 *
 * It is {@link jpegTurbo} where that loads, and otherwise {@link jpegSharp}; `implementation` names it.
 */
export const jpeg: Codec = jpegTurbo ?? jpegSharp;
