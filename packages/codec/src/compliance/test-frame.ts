/** Frames to test codecs with. */
import { bytesPerPixel, type PixelFormat, type VideoFrame } from "@framewire/media";

/** The content of a test frame: slow colour waves, or the same with texture and grain as from a camera. */
export type Subject = "smooth" | "noisy";

/** Pixels per wave: slow enough that 4:2:0 keeps the colours. */
const wave = 90;

/**
 * Draws a test frame; the same options give the same bytes. The three channels differ everywhere, so that swapped channels
 * lower the PSNR, and the alpha of RGBA varies, so that blended alpha does too.
 */
export function testFrame({
  subject,
  width,
  height,
  format,
  sequence = 0,
  timestamp = 0,
}: TestFrameOptions): VideoFrame {
  const step = bytesPerPixel[format];
  const [red, blue] = format === "BGR" ? [2, 0] : [0, 2];
  const data = new Uint8Array(width * height * step);
  const grain = subject === "noisy" ? createRandom(1) : () => 0.5;
  const texture = subject === "noisy" ? 24 : 0;
  const across = Float64Array.from({ length: width }, (_, x) => Math.sin((x + 7 * sequence) / wave));
  const lines = Float64Array.from({ length: width }, (_, x) => texture * Math.sin(x / 2.5));
  for (let y = 0, i = 0; y < height; y++) {
    const down = Math.cos(y / wave);
    const weave = Math.sin(y / 3);
    for (let x = 0; x < width; x++, i += step) {
      const wide = across[x] as number;
      const detail = (lines[x] as number) * weave + 2 * texture * (grain() - 0.5);
      data[i + red] = 150 + 50 * wide + detail;
      data[i + 1] = 120 + 50 * down + detail;
      data[i + blue] = 70 + 40 * wide * down + detail / 2;
      if (format === "RGBA") data[i + 3] = (x + y) % 256;
    }
  }
  return { sequence, timestamp, format, width, height, data };
}

/** Options of {@link testFrame}. */
export interface TestFrameOptions {
  readonly subject: Subject;
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  readonly sequence?: number;
  readonly timestamp?: number;
}

/** The same frame as RGB, without alpha. */
export function toRgb({ format, data, ...frame }: VideoFrame): VideoFrame {
  const step = bytesPerPixel[format];
  const [red, blue] = format === "BGR" ? [2, 0] : [0, 2];
  const rgb = new Uint8Array(frame.width * frame.height * 3);
  for (let from = 0, to = 0; from < data.length; from += step, to += 3) {
    rgb[to] = data[from + red] as number;
    rgb[to + 1] = data[from + 1] as number;
    rgb[to + 2] = data[from + blue] as number;
  }
  return { ...frame, format: "RGB", data: rgb };
}

/** Bytes that are no image of any format. */
export function randomBytes(length: number): Uint8Array {
  const random = createRandom(2);
  return Uint8Array.from({ length }, () => Math.floor(256 * random()));
}

/** Repeatable numbers from 0 to 1: a linear congruential generator (Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
