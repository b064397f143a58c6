/** The panel with the name, the clock, the size and the frame number. */
import type { PatternReading } from "../code/code.ts";
import { capRows } from "../text/font.ts";
import { createTypeface, plainText, type Typeface } from "../text/typeface.ts";
import { type Canvas, fill, mix, plot, type Rect } from "./canvas.ts";
import { background, light, secondary } from "./palette.ts";
import { createRing } from "./ring.ts";

/** The static text of the panel. */
export interface PanelText {
  readonly name: string;
  readonly size: string;
}

/** The dark panel on the bars, with the name, the clock, the size and the frame number. */
export interface Panel {
  /** Draws the static part. */
  drawStill(canvas: Canvas): void;
  /** Draws the part that changes in every frame. */
  drawMoving(canvas: Canvas, reading: PatternReading): void;
}

/** Width of the clock in cells of the font. */
const clockCells = 59;

/** Creates the panel on the bars in `area`. Returns `undefined` where there is no room for a legible one. */
export function createPanel(area: Rect, { name, size }: PanelText): Panel | undefined {
  const measures = measure(area);
  if (!measures) return undefined;
  const { scale, panel, text, titleSize, detailSize, gap, withRing } = measures;
  const shownName = plainText(name);
  const title = fittingTypeface(shownName, titleSize, Math.max(1, detailSize), text.width);
  const clock = createTypeface(scale, light, background);
  const details = detailSize > 0 ? createTypeface(detailSize, secondary, background) : undefined;
  const clockTop = text.top + capRows * titleSize + gap.title;
  const sizeTop = clockTop + clock.capHeight + gap.details;
  const frameTop = sizeTop + capRows * detailSize + gap.lines;
  const ring = withRing ? createRing(text.left + text.width + gap.ring, text.top, text.height, background) : undefined;

  return {
    drawStill(canvas) {
      fillRounded(canvas, panel, 2 * scale);
      title.draw(canvas, title.shorten(shownName, text.width), text.left, clockTop - gap.title - title.capHeight);
      details?.draw(canvas, details.shorten(size, text.width), text.left, sizeTop);
    },
    drawMoving(canvas, { sequence, timestamp }) {
      clock.draw(canvas, clockText(timestamp), text.left, clockTop);
      details?.draw(canvas, details.shorten(`frame ${sequence}`, text.width), text.left, frameTop);
      ring?.(canvas, timestamp);
    },
  };
}

/** Returns the largest typeface within the bounds in which the text is at most `width` pixels wide. */
function fittingTypeface(text: string, largestSize: number, smallestSize: number, width: number): Typeface {
  const typeface = createTypeface(largestSize, light, background);
  if (largestSize <= smallestSize || typeface.measure(text) <= width) return typeface;
  return fittingTypeface(text, largestSize - 1, smallestSize, width);
}

/** Formats the local time of day, such as `21:04:37.482`. */
export function clockText(timestamp: number): string {
  const date = new Date(timestamp / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const seconds = `${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
  return `${two(date.getHours())}:${two(date.getMinutes())}:${seconds}`;
}

interface Measures {
  /** Pixels per cell of the clock's letters. */
  readonly scale: number;
  readonly panel: Rect;
  readonly text: Rect;
  readonly titleSize: number;
  readonly detailSize: number;
  readonly gap: { readonly title: number; readonly details: number; readonly lines: number; readonly ring: number };
}

/** Returns the largest panel that leaves the bars visible; with a ring where that makes it only slightly smaller. */
function measure(area: Rect): (Measures & { readonly withRing: boolean }) | undefined {
  const plain = largest(area, false);
  const ringed = largest(area, true);
  if (plain && ringed && ringed.scale >= 0.8 * plain.scale) return { ...ringed, withRing: true };
  return plain && { ...plain, withRing: false };
}

function largest(area: Rect, withRing: boolean): Measures | undefined {
  for (let scale = Math.floor(area.width / clockCells); scale >= 1; scale--) {
    const measures = measureAt(scale, area, withRing);
    const width = measures.panel.width / area.width;
    const height = measures.panel.height / area.height;
    // A panel about as wide as five of the seven bars leaves only hairlines of two bars beside it.
    if (width <= 0.8 && height <= 0.62 && Math.abs(width - 5 / 7) > 0.02) return measures;
  }
  return undefined;
}

/** Returns the measures of a panel in the middle of the bars, with a clock of the given scale. Scale 1 has no details. */
function measureAt(scale: number, area: Rect, withRing: boolean): Measures {
  const titleSize = Math.max(1, Math.round(scale * 0.55));
  const detailSize = Math.round(scale * 0.38);
  const gap = { title: 2 * scale + titleSize, details: 3 * scale, lines: 3 * detailSize, ring: 6 * scale };
  const details = detailSize > 0 ? gap.details + 2 * capRows * detailSize + gap.lines : 0;
  const text = { width: clockCells * scale, height: capRows * (titleSize + scale) + gap.title + details };
  const padding = 5 * scale;
  const width = text.width + 2 * padding + (withRing ? gap.ring + text.height : 0);
  const height = text.height + 2 * padding;
  const left = area.left + Math.round((area.width - width) / 2);
  const top = area.top + Math.round((area.height - height) / 2);
  return {
    scale,
    panel: { left, top, width, height },
    text: { ...text, left: left + padding, top: top + padding },
    titleSize,
    detailSize,
    gap,
  };
}

/** Fills a rectangle with round, antialiased corners. */
function fillRounded(canvas: Canvas, rect: Rect, radius: number): void {
  const { left, top, width, height } = rect;
  fill(canvas, { left: left + radius, top, width: width - 2 * radius, height }, background);
  fill(canvas, { left, top: top + radius, width, height: height - 2 * radius }, background);
  for (let y = 0; y < radius; y++) {
    for (let x = 0; x < radius; x++) {
      const cover = Math.max(0, Math.min(1, radius - Math.hypot(radius - x - 0.5, radius - y - 0.5) + 0.5));
      for (const px of [left + x, left + width - 1 - x]) {
        for (const py of [top + y, top + height - 1 - y]) blend(canvas, px, py, cover);
      }
    }
  }
}

function blend(canvas: Canvas, x: number, y: number, cover: number): void {
  const at = (y * canvas.width + x) * 3;
  const [red = 0, green = 0, blue = 0] = canvas.data.subarray(at, at + 3);
  plot(canvas, x, y, mix([red, green, blue], background, cover));
}
