import type { EncodedFrame } from "@framewire/media";
import type { Mat, OpenCVBinding } from "../../binding/load-opencv.ts";
import { asItLies, interpolation, matType, sansSerif, smoothLine } from "../../binding/opencv-constants.ts";
import { opencvJpegFormat, opencvWebpFormat } from "../../codec/formats.ts";
import { validateForOpenCV } from "../../codec/opencv-format.ts";
import type { Scene, ToWindow, WindowPlace } from "../message.ts";
import { canvasFor, cornerFor, reductionFor, type Size } from "./layout.ts";
import { plainText } from "./plain-text.ts";

/** What is shown, as one picture. */
export interface Stage {
  /** Takes a picture or words. Gives the end of a sentence where it cannot be shown. */
  take(message: ToWindow): string | undefined;
  /** Draws everything. Whoever calls releases the picture. */
  draw(): Mat;
  /** In pixels, of what is drawn. */
  readonly size: Size;
}

/** No larger picture is decoded: 8192x8192. */
const maxPixels = 8192 ** 2;

/** `cv::ImreadModes` that make a picture smaller by a factor while they read it, in colour, as it lies. */
const reduced = { 1: asItLies, 2: 17 + 128, 4: 33 + 128, 8: 65 + 128 } as const;

/** While there is no large picture. */
const emptySize: Size = { width: 1280, height: 720 };
const background = 0x1c;
const light = 0xf0;

/** How dark a picture is below words. */
const darkness = 0.3;

interface Shown {
  readonly view: number;
  readonly picture: Mat;
}

/** Makes a stage with nothing on it. */
export function createStage(cv: OpenCVBinding): Stage {
  const shown: Partial<Record<WindowPlace, Shown>> = {};
  let scene: Scene | undefined;
  const { width, height } = emptySize;
  const empty = new cv.Mat(height, width, matType.threeChannels, [background, background, background]);
  const white = new cv.Vec3(light, light, light);

  function size(): Size {
    const { rows: height, cols: width } = shown.large?.picture ?? empty;
    return { width, height };
  }

  function put(place: WindowPlace, next: Shown | undefined): void {
    shown[place]?.picture.release();
    if (next) shown[place] = next;
    else delete shown[place];
  }

  function takeScene(next: Scene): void {
    scene = next;
    for (const place of ["large", "small"] as const) {
      if ((shown[place]?.view ?? 0) < next.since[place]) put(place, undefined);
    }
  }

  function takePicture({ place, view, frame }: Extract<ToWindow, { kind: "picture" }>): string | undefined {
    if (view < (scene?.since[place] ?? 0)) return undefined;
    const format = [opencvJpegFormat, opencvWebpFormat].find(({ name }) => name === frame.codec);
    if (!format) return `it is encoded as ${frame.codec}, which the window does not decode.`;
    const problem = validateForOpenCV(format, frame, maxPixels);
    if (problem !== undefined) return problem;
    const picture = decode(frame, place);
    if (!picture) return "it is damaged.";
    put(place, { view, picture });
    return undefined;
  }

  function decode(frame: EncodedFrame, place: WindowPlace): Mat | undefined {
    const corner = place === "small" ? cornerFor(frame, size()).width : frame.width;
    const factor = reductionFor(frame.width, corner);
    const picture = cv.imdecode(frame.data, reduced[factor]);
    if (picture.empty) return undefined;
    return place === "large" ? resized(picture, canvasFor({ width: picture.cols, height: picture.rows })) : picture;
  }

  /** The picture in another size, in place of it. */
  function resized(picture: Mat, { width, height }: Size): Mat {
    if (picture.cols === width && picture.rows === height) return picture;
    const kind = picture.cols > width ? interpolation.area : interpolation.linear;
    const result = picture.resize(height, width, 0, 0, kind);
    picture.release();
    return result;
  }

  function drawSmall(canvas: Mat, { picture }: Shown): void {
    const { x, y, width, height } = cornerFor({ width: picture.cols, height: picture.rows }, size());
    const small = resized(picture.copy(), { width, height });
    const region = canvas.getRegion(new cv.Rect(x, y, width, height));
    small.copyTo(region);
    canvas.drawRectangle(new cv.Point2(x - 2, y - 2), new cv.Point2(x + width + 1, y + height + 1), white, 2);
    for (const mat of [small, region]) mat.release();
  }

  /** Writes the lines below each other, in the middle, each so small that it fits. The first is the largest. */
  function drawLines(canvas: Mat, lines: readonly string[]): void {
    const { width, height } = size();
    const unit = Math.min(width, 1.4 * height) / 1280;
    let y = height * 0.46;
    for (const [i, line] of lines.entries()) {
      const text = plainText(line);
      const wanted = (i === 0 ? 1.2 : 0.9) * unit;
      const thickness = Math.max(1, Math.round(2 * wanted));
      const { size: full } = cv.getTextSize(text, sansSerif, wanted, thickness);
      const scale = wanted * Math.min(1, (0.92 * width) / Math.max(1, full.width));
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
    take: (message) => (message.kind === "scene" ? void takeScene(message.scene) : takePicture(message)),
    draw() {
      const lines = scene?.lines ?? [];
      const large = shown.large?.picture ?? empty;
      const dims = lines.length > 0 && large !== empty;
      const canvas = dims ? large.convertTo(matType.threeChannels, darkness, background / 2) : large.copy();
      drawLines(canvas, lines);
      if (shown.small) drawSmall(canvas, shown.small);
      return canvas;
    },
  };
}
