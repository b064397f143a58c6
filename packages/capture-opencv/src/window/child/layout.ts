/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where something lies. */
export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

/** As large as fits into the box, in its own proportions. */
function fit({ width, height }: Size, box: Size): Size {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

const least = { width: 1280, height: 720 };
const most = { width: 1920, height: 1080 };

/**
 * The size in which a picture is drawn: its own, but so large that what is written in it is sharp, and no larger than
 * most screens. So it stays the same while a slow link makes the picture smaller.
 */
export function canvasFor(picture: Size): Size {
  const [small, large] = [fit(picture, least), fit(picture, most)];
  if (picture.width < small.width || picture.height < small.height) return small;
  return picture.width > large.width || picture.height > large.height ? large : picture;
}

/** The size of a new window that shows such a canvas, on a small screen as well. */
export function windowFor(canvas: Size): Size {
  return fit(canvas, { width: 960, height: 720 });
}

/** Whether two sizes have the same proportions, but for rounding. */
export function alike(a: Size, b: Size): boolean {
  return Math.abs(a.width * b.height - b.width * a.height) <= 0.02 * a.width * b.height;
}

/** Where the small picture lies: in the lower right corner, with some room around it. */
export function cornerFor(picture: Size, canvas: Size): Place {
  const size = fit(picture, { width: 0.24 * canvas.width, height: 0.3 * canvas.height });
  const margin = Math.round(0.02 * Math.max(canvas.width, canvas.height));
  return { ...size, x: canvas.width - size.width - margin, y: canvas.height - size.height - margin };
}

/** By how much a JPEG may be made smaller while it is decoded, which is quicker, when it is shown so wide. */
export function reductionFor(width: number, shown: number): 1 | 2 | 4 | 8 {
  for (const factor of [8, 4, 2] as const) if (width >= factor * shown) return factor;
  return 1;
}
