import type { Codec } from "../codec.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

/**
 * JPEG (ITU-T T.81), baseline, 4:2:0: what every camera and browser speaks, and the cheaper codec of the
 * two. Pictures up to 65,500 pixels a side. Damage within the picture's data often cannot be told from a
 * picture, since the format has no checksums; a picture that is cut short always can.
 *
 * It is {@link jpegTurbo} where that loads, and otherwise {@link jpegSharp}; `implementation` says which.
 */
export const jpeg: Codec = jpegTurbo ?? jpegSharp;
