/** The layout of the window. */
/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Returns the largest size in the box with the same aspect ratio. */
function fit({ width, height }: Size, box: Size): Size {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

const minCanvas = { width: 1280, height: 720 };
const maxCanvas = { width: 1920, height: 1080 };

/**
 * Returns the size in which a frame is drawn: its own size, but large enough for sharp text and no larger than most
 * screens. So the canvas does not change when a slow network reduces the resolution.
 */
export function canvasSize(frame: Size): Size {
  const [small, large] = [fit(frame, minCanvas), fit(frame, maxCanvas)];
  if (frame.width < small.width || frame.height < small.height) return small;
  return frame.width > large.width || frame.height > large.height ? large : frame;
}

/** Returns the size of a new window for a canvas, which fits small screens. */
export function windowSize(canvas: Size): Size {
  return fit(canvas, { width: 960, height: 720 });
}

/** Whether two sizes have the same aspect ratio, except for rounding. */
export function sameAspectRatio(a: Size, b: Size): boolean {
  return Math.abs(a.width * b.height - b.width * a.height) <= 0.02 * a.width * b.height;
}

/** Returns the rectangle of the small pane: the lower right, with a margin. */
export function smallPaneRect(frame: Size, canvas: Size): Rect {
  const size = fit(frame, { width: 0.24 * canvas.width, height: 0.3 * canvas.height });
  const margin = Math.round(0.02 * Math.max(canvas.width, canvas.height));
  return { ...size, x: canvas.width - size.width - margin, y: canvas.height - size.height - margin };
}

/** Returns the factor by which a JPEG of this width can be reduced while it is decoded, for a pane of `paneWidth`. */
export function reductionFactor(width: number, paneWidth: number): 1 | 2 | 4 | 8 {
  for (const factor of [8, 4, 2] as const) if (width >= factor * paneWidth) return factor;
  return 1;
}
