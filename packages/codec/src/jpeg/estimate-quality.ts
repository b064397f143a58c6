/** Estimates the quality that a JPEG was encoded with. */
import { jpegSegments } from "@framewire/media/jpeg";

/**
 * Estimates the quality on libjpeg's scale, 1 to 100, from the first quantization table. The estimate is useful also for
 * cameras whose tables have another shape. Returns `undefined` where there is no such table.
 */
export function estimateQuality(data: Uint8Array): number | undefined {
  for (const { marker, body } of jpegSegments(data)) {
    // DQT (B.2.4.1): eight bits an entry, table 0.
    if (marker !== 0xdb || body[0] !== 0 || body.length < 65) continue;
    let sum = 0;
    for (let i = 1; i <= 64; i++) sum += body[i] as number;
    // libjpeg scales its table by 5000 / quality per cent below 50, and by 200 - 2 * quality per cent above.
    const percent = (100 * sum) / sumAtQuality50;
    const quality = percent > 100 ? 5000 / percent : 100 - percent / 2;
    return Math.min(100, Math.max(1, Math.round(quality)));
  }
  return undefined;
}

/** Sum of the luminance table in T.81, annex K, which libjpeg uses at quality 50. */
const sumAtQuality50 = 3688;
