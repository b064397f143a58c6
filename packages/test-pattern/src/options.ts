/** Options of the test pattern. */
/** Options of `pattern`. */
export interface PatternOptions {
  /** Pixels per row, 16 to 7680. Default 1280. */
  readonly width?: number;
  /** Rows, 16 to 7680. Default 720. */
  readonly height?: number;
  /** Frames per second, from 0.1 to 240; may be fractional. Default 30. */
  readonly fps?: number;
  /** Name that the pattern shows, such as the peer's. Default "Framewire". */
  readonly name?: string;
}

/** {@link PatternOptions} with all defaults filled in. */
export type PatternSettings = Required<PatternOptions>;

/** Fills in the defaults and validates the options. Throws `RangeError`. */
export function checkedSettings({
  width = 1280,
  height = 720,
  fps = 30,
  name = "Framewire",
}: PatternOptions): PatternSettings {
  checkEdge("width", width);
  checkEdge("height", height);
  if (!(fps >= 0.1 && fps <= 240)) {
    throw new RangeError(`A pattern's fps must be a number from 0.1 to 240, and this one is ${fps}.`);
  }
  return { width, height, fps, name };
}

function checkEdge(edge: "width" | "height", pixels: number): void {
  if (Number.isInteger(pixels) && pixels >= 16 && pixels <= 7680) return;
  throw new RangeError(
    `A pattern's ${edge} must be a whole number of pixels from 16 to 7680, and this one is ${pixels}.`,
  );
}
