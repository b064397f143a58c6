import { jpegSegments } from "@framewire/media/jpeg";

/** Sum of the luminance table of T.81, annex K: the one of quality 50 in libjpeg. */
const sumAtFifty = 3688;

/**
 * About which of libjpeg's qualities a JPEG was written with, 1 to 100, from how coarse its first quantization
 * table is. Also says something useful of cameras whose tables have another shape. Gives nothing where there is
 * no such table.
 */
export function estimateQuality(data: Uint8Array): number | undefined {
  for (const { marker, body } of jpegSegments(data)) {
    // B.2.4.1: eight bits an entry, table 0.
    if (marker !== 0xdb || body[0] !== 0 || body.length < 65) continue;
    let sum = 0;
    for (let i = 1; i <= 64; i++) sum += body[i] as number;
    // libjpeg: the percentage of the table is 5000 / quality below 50, and 200 - 2 * quality above.
    const percent = (100 * sum) / sumAtFifty;
    const quality = percent > 100 ? 5000 / percent : 100 - percent / 2;
    return Math.min(100, Math.max(1, Math.round(quality)));
  }
  return undefined;
}
