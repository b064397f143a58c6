/** Layout of a frame. */
import { type CodeLayout, codeLayoutFor } from "../code/code-layout.ts";
import type { Rect } from "./canvas.ts";

/** The parts of a frame, from top to bottom. */
export interface FrameLayout {
  readonly bars: Rect;
  readonly reversedBars: Rect;
  /** The track of the moving light. */
  readonly track: Rect;
  /** The band with the code. Its height is 0 where the frame has no code. */
  readonly bottom: Rect;
  readonly code: CodeLayout | undefined;
}

/** Divides a frame of this size into its parts. */
export function layoutFrame(width: number, height: number): FrameLayout {
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
