import { type CodeLayout, codeLayoutFor } from "../code/code-layout.ts";
import type { Rect } from "./canvas.ts";

/** Where the parts of a test picture lie, from top to bottom. */
export interface PictureLayout {
  readonly bars: Rect;
  readonly reversedBars: Rect;
  /** The part that a light runs along. */
  readonly track: Rect;
  /** The band that the code lies in, with no height in a picture without a code. */
  readonly bottom: Rect;
  readonly code: CodeLayout | undefined;
}

/** Divides a picture. */
export function layoutPicture(width: number, height: number): PictureLayout {
  const code = codeLayoutFor(width, height);
  const bottomHeight = Math.round(code?.band ?? 0);
  const trackHeight = Math.max(2, Math.round(Math.min(width, height) / 20));
  const reversedHeight = Math.round(trackHeight * 0.75);
  const barsHeight = height - bottomHeight - trackHeight - reversedHeight;
  return {
    bars: { left: 0, top: 0, width, height: barsHeight },
    reversedBars: { left: 0, top: barsHeight, width, height: reversedHeight },
    track: { left: 0, top: barsHeight + reversedHeight, width, height: trackHeight },
    bottom: { left: 0, top: height - bottomHeight, width, height: bottomHeight },
    code,
  };
}
