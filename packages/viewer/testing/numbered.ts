import { type EncodedFrame, now, type Source, sleep } from "@framewire/media";
import sharp from "sharp";

const bits = 8;
const block = 32;
const width = bits * block;
const height = 144;
/** Numbers begin again after so many. */
export const numbers = 64;

/** JPEGs that carry their number: a row of blocks, white for 1 and black for 0, the highest bit on the left. */
async function pictures(): Promise<readonly Buffer[]> {
  return Promise.all(
    Array.from({ length: numbers }, (_, number) => {
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

/** A source of numbered pictures that tells how it is used. */
export interface NumberedSource {
  readonly frames: Source<EncodedFrame>;
  /** Number of the newest picture that it gave. */
  readonly number: number;
  /** How often it is open now. */
  readonly open: number;
  /** How often it has been opened. */
  readonly opened: number;
  /** Holds the pictures back, as a camera that hangs does. */
  stopped: boolean;
  /** The very bytes of a number. */
  bytes(number: number): Buffer | undefined;
}

const made: Promise<readonly Buffer[]> = pictures();

/** A camera whose pictures carry their number. */
export async function numbered(everyMs = 40): Promise<NumberedSource> {
  const jpegs = await made;
  let sequence = 0;
  const source: NumberedSource & { open: number; opened: number } = {
    open: 0,
    opened: 0,
    stopped: false,
    bytes: (number) => jpegs[number],
    get number() {
      return sequence % numbers;
    },
    async *frames({ signal } = {}) {
      source.open++;
      source.opened++;
      try {
        while (!signal?.aborted) {
          const data = jpegs[(sequence + 1) % numbers];
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
