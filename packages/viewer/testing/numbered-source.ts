/** A source of JPEGs that show their number. */

import { type EncodedFrame, now, type Source, sleep } from "@framewire/media";
import sharp from "sharp";

const bits = 8;
const block = 32;
const width = bits * block;
const height = 144;
/** Numbers are 0 to 63, then 0 again. */
export const numberCount = 64;

/** JPEGs that show their number: a row of blocks, white for 1 and black for 0, the highest bit on the left. */
async function numberedJpegs(): Promise<readonly Buffer[]> {
  return Promise.all(
    Array.from({ length: numberCount }, (_, number) => {
      const pixels = Buffer.alloc(width * height * 3, 90);
      for (let y = 0; y < block; y++) {
        for (let x = 0; x < width; x++) {
          const isWhite = (number >> (bits - 1 - Math.floor(x / block))) & 1;
          pixels.fill(isWhite ? 255 : 0, (y * width + x) * 3, (y * width + x + 1) * 3);
        }
      }
      return sharp(pixels, { raw: { width, height, channels: 3 } })
        .jpeg()
        .toBuffer();
    }),
  );
}

/** A source of numbered frames that counts its use. */
export interface NumberedSource {
  readonly frames: Source<EncodedFrame>;
  /** Number of the newest frame. */
  readonly number: number;
  /** How many readers have it open now. */
  readonly open: number;
  /** How many times it has been opened. */
  readonly opened: number;
  /** Yields no frames while true, like a camera that hangs. */
  stopped: boolean;
  /** The JPEG of a number. */
  bytes(number: number): Buffer | undefined;
}

const jpegsReady: Promise<readonly Buffer[]> = numberedJpegs();

/** Creates a camera whose frames show their number. */
export async function createNumberedSource(everyMs = 40): Promise<NumberedSource> {
  const jpegs = await jpegsReady;
  let sequence = 0;
  const source: NumberedSource & { open: number; opened: number } = {
    open: 0,
    opened: 0,
    stopped: false,
    bytes: (number) => jpegs[number],
    get number() {
      return sequence % numberCount;
    },
    async *frames({ signal } = {}) {
      source.open++;
      source.opened++;
      try {
        while (!signal?.aborted) {
          const data = jpegs[(sequence + 1) % numberCount];
          if (data && !source.stopped) {
            sequence++;
            yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width, height, data };
          }
          await sleep(everyMs, signal).catch(() => {});
        }
      } finally {
        source.open--;
      }
    },
  };
  return source;
}
