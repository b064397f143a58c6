/** The types of the native binding of OpenCV, as far as they are used. */

/** The native part of `@u4/opencv4nodejs`, with callbacks. */
export interface OpenCVBinding {
  readonly version: { readonly major: number; readonly minor: number; readonly revision: number };
  /**
   * Creates a matrix of one colour, or one that refers to `data` with `step` bytes per row, without a copy: the caller keeps
   * the memory alive while the matrix is used.
   */
  readonly Mat: new (
    rows: number,
    columns: number,
    type: number,
    ...pixels: [colour: readonly number[]] | [data: Uint8Array, step: number]
  ) => Mat;
  /** Opens the device on the calling thread, and throws on a failure. */
  readonly VideoCapture: new (
    device: number | string,
    backend?: number,
  ) => VideoCapture;
  imencodeAsync(extension: string, image: Mat, settings: readonly number[], done: Callback<Uint8Array>): void;
  imdecode(data: Uint8Array, flags: number): Mat;
  /** Reads `data` on another thread: the caller keeps it alive until the callback. */
  imdecodeAsync(data: Uint8Array, flags: number, done: Callback<Mat>): void;
  readonly Point2: new (x: number, y: number) => object;
  readonly Rect: new (x: number, y: number, width: number, height: number) => object;
  /** A colour, blue first. */
  readonly Vec3: new (
    x: number,
    y: number,
    z: number,
  ) => object;
  /** Returns the size of a line of text, without the part below its base line. */
  getTextSize(
    text: string,
    face: number,
    scale: number,
    thickness: number,
  ): { readonly size: { readonly width: number; readonly height: number }; readonly baseLine: number };
  namedWindow(name: string, flags: number): void;
  resizeWindow(name: string, width: number, height: number): void;
  setWindowTitle(name: string, title: string): void;
  getWindowProperty(name: string, property: number): number;
  imshow(name: string, image: Mat): void;
  /** Handles window events for `ms` milliseconds. Returns the pressed key, or -1. */
  waitKey(ms: number): number;
}

/** An image in OpenCV's memory. */
export interface Mat {
  readonly rows: number;
  readonly cols: number;
  readonly type: number;
  /** 1 where there are no pixels. */
  readonly empty: 0 | 1;
  cvtColor(code: number): Mat;
  cvtColorAsync(code: number, done: Callback<Mat>): void;
  /** Returns a copy. */
  copy(): Mat;
  /** Copies the pixels into another matrix of the same size and type. */
  copyTo(target: Mat): Mat;
  /** Returns a view of a part, without a copy. */
  getRegion(rect: object): Mat;
  resize(rows: number, columns: number, fx: number, fy: number, interpolation: number): Mat;
  /** Converts each value to `value * factor + sum`. */
  convertTo(type: number, factor: number, sum: number): Mat;
  putText(
    text: string,
    origin: object,
    face: number,
    scale: number,
    style: { readonly color: object; readonly thickness: number; readonly lineType: number },
  ): void;
  drawRectangle(from: object, to: object, color: object, thickness: number): void;
  getData(): Uint8Array;
  getDataAsync(done: Callback<Uint8Array>): void;
  release(): void;
}

/** An open device, file or stream. */
export interface VideoCapture {
  /** Returns the next frame; an empty one at the end or on a failure. */
  read(): Mat;
  get(property: number): number;
  set(property: number, value: number): boolean;
  release(): void;
}

/** Called with an error or a result. */
export type Callback<T> = (error: string | Error | null, result: T) => void;
