/** The image of the window: the large frame, the small frame in its targetWidth, and the text. */
import type { EncodedFrame } from "@framewire/media";
import type { Mat, OpenCVBinding } from "../../binding/opencv-binding.ts";
import { imreadMode, interpolation, matType, sansSerif, smoothLine } from "../../binding/opencv-constants.ts";
import { opencvJpegFormat, opencvWebpFormat } from "../../codec/formats.ts";
import { validateForOpenCV } from "../../codec/opencv-format.ts";
import type { Scene, WindowCommand, WindowPane } from "../message.ts";
import { canvasSize, reductionFactor, type Size, smallPaneRect } from "./layout.ts";
import { plainText } from "./plain-text.ts";

/** Draws the panes and the text of the window as one image. */
export interface Compositor {
  /** Applies a command. Returns the end of a sentence where the frame cannot be shown. */
  apply(message: WindowCommand): string | undefined;
  /** Draws the image. The caller releases it. */
  draw(): Mat;
  /** Size of the image, in pixels. */
  readonly size: Size;
}

/** Largest frame that is decoded: 8192x8192. */
const maxPixels = 8192 ** 2;

/** Size while the large pane is empty. */
const emptySize: Size = { width: 1280, height: 720 };
const background = 0x1c;
const light = 0xf0;

/** Brightness of the frame behind text. */
const dimmed = 0.3;

/** The frame in a pane. */
interface PaneImage {
  readonly view: number;
  readonly image: Mat;
}

/** Creates a compositor without frames and text. */
export function createCompositor(cv: OpenCVBinding): Compositor {
  const shown: Partial<Record<WindowPane, PaneImage>> = {};
  let scene: Scene | undefined;
  const { width, height } = emptySize;
  const empty = new cv.Mat(height, width, matType.threeChannels, [background, background, background]);
  const white = new cv.Vec3(light, light, light);

  function size(): Size {
    const { rows: height, cols: width } = shown.large?.image ?? empty;
    return { width, height };
  }

  function setImage(pane: WindowPane, next: PaneImage | undefined): void {
    shown[pane]?.image.release();
    if (next) shown[pane] = next;
    else delete shown[pane];
  }

  function applyScene(next: Scene): void {
    scene = next;
    for (const pane of ["large", "small"] as const) {
      if ((shown[pane]?.view ?? 0) < next.minView[pane]) setImage(pane, undefined);
    }
  }

  function applyFrame({ pane, view, frame }: Extract<WindowCommand, { kind: "frame" }>): string | undefined {
    if (view < (scene?.minView[pane] ?? 0)) return undefined;
    const format = [opencvJpegFormat, opencvWebpFormat].find(({ name }) => name === frame.codec);
    if (!format) return `it is encoded as ${frame.codec}, which the window does not decode.`;
    const problem = validateForOpenCV(format, frame, maxPixels);
    if (problem !== undefined) return problem;
    const image = decode(frame, pane, format.readHeader(frame.data)?.orientation);
    if (!image) return "it is damaged.";
    setImage(pane, { view, image });
    return undefined;
  }

  function decode(frame: EncodedFrame, pane: WindowPane, orientation: number | undefined): Mat | undefined {
    const targetWidth = pane === "small" ? smallPaneRect(frame, size()).width : frame.width;
    const factor = reductionFactor(frame.width, targetWidth);
    const image = cv.imdecode(frame.data, imreadMode(orientation, factor));
    if (image.empty) return undefined;
    return pane === "large" ? resized(image, canvasSize({ width: image.cols, height: image.rows })) : image;
  }

  /** Returns the image in another size, and releases the original. */
  function resized(image: Mat, { width, height }: Size): Mat {
    if (image.cols === width && image.rows === height) return image;
    const kind = image.cols > width ? interpolation.area : interpolation.linear;
    const result = image.resize(height, width, 0, 0, kind);
    image.release();
    return result;
  }

  function drawSmall(canvas: Mat, { image }: PaneImage): void {
    const { x, y, width, height } = smallPaneRect({ width: image.cols, height: image.rows }, size());
    const small = resized(image.copy(), { width, height });
    const region = canvas.getRegion(new cv.Rect(x, y, width, height));
    small.copyTo(region);
    canvas.drawRectangle(new cv.Point2(x - 2, y - 2), new cv.Point2(x + width + 1, y + height + 1), white, 2);
    for (const mat of [small, region]) mat.release();
  }

  /** Draws the lines in the middle, each scaled to fit the width. The first line is the largest. */
  function drawLines(canvas: Mat, lines: readonly string[]): void {
    const { width, height } = size();
    const unit = Math.min(width, 1.4 * height) / 1280;
    let y = height * 0.46;
    for (const [i, line] of lines.entries()) {
      const text = plainText(line);
      const preferred = (i === 0 ? 1.2 : 0.9) * unit;
      const thickness = Math.max(1, Math.round(2 * preferred));
      const { size: full } = cv.getTextSize(text, sansSerif, preferred, thickness);
      const scale = preferred * Math.min(1, (0.92 * width) / Math.max(1, full.width));
      const { size: own } = cv.getTextSize(text, sansSerif, scale, thickness);
      const style = { color: white, thickness, lineType: smoothLine };
      canvas.putText(text, new cv.Point2((width - own.width) / 2, y), sansSerif, scale, style);
      y += 62 * unit;
    }
  }

  return {
    get size() {
      return size();
    },
    apply: (message) => (message.kind === "scene" ? void applyScene(message.scene) : applyFrame(message)),
    draw() {
      const lines = scene?.lines ?? [];
      const large = shown.large?.image ?? empty;
      const isDimmed = lines.length > 0 && large !== empty;
      const canvas = isDimmed ? large.convertTo(matType.threeChannels, dimmed, background / 2) : large.copy();
      drawLines(canvas, lines);
      if (shown.small) drawSmall(canvas, shown.small);
      return canvas;
    },
  };
}
