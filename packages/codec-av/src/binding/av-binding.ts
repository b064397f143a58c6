/**
 * The used part of `@seydx/node-av-*`, the native part of node-av (MIT; its binaries contain FFmpeg with libx264, GPL). Its
 * JavaScript part is not used, since installing that runs a script which downloads binaries. Functions return 0 or more, or a
 * negative AVERROR. The asynchronous ones work on libuv's threads.
 */
export interface AvBinding {
  readonly Codec: {
    findEncoderByName(name: string): AvCodec | null;
    findDecoder(id: number): AvCodec | null;
  };
  readonly CodecContext: new () => AvCodecContext;
  readonly Frame: new () => AvFrame;
  readonly Packet: new () => AvPacket;
  readonly SoftwareScaleContext: new () => AvScaler;
  /** Sets options by name. A `Dictionary` for `open2Sync` is freed twice by the binding, so that is not used. */
  readonly Option: { set(target: AvCodecContext | AvScaler, name: string, value: string, flags: number): number };
  readonly Log: { setLevel(level: number): void };
}

/** An AVCodec. */
interface AvCodec {
  readonly name: string;
}

/** A ratio, such as a time base in seconds. */
interface Rational {
  readonly num: number;
  readonly den: number;
}

/** An AVCodecContext: an encoder or a decoder. */
export interface AvCodecContext {
  width: number;
  height: number;
  pixelFormat: number;
  timeBase: Rational;
  framerate: Rational;
  gopSize: number;
  maxBFrames: number;
  threadCount: number;
  flags: number;
  colorSpace: number;
  colorRange: number;
  colorPrimaries: number;
  colorTrc: number;
  /** Most bits a second, and size in bits, of the model decoder's buffer (VBV). Can be changed between two frames. */
  rcMaxRate: bigint;
  rcBufferSize: number;
  allocContext3(codec: AvCodec): void;
  open2Sync(codec: AvCodec, options: null): number;
  sendFrame(frame: AvFrame): Promise<number>;
  receivePacket(packet: AvPacket): Promise<number>;
  sendPacket(packet: AvPacket): Promise<number>;
  receiveFrame(frame: AvFrame): Promise<number>;
  freeContext(): void;
}

/** An AVFrame. */
export interface AvFrame {
  format: number;
  width: number;
  height: number;
  pts: bigint;
  pictType: number;
  colorSpace: number;
  colorRange: number;
  readonly flags: number;
  readonly decodeErrorFlags: number;
  alloc(): void;
  free(): void;
  unref(): void;
  /** Allocates pixels for `format`, `width` and `height`. */
  getBuffer(): number;
  makeWritable(): number;
  /** Copies pixels without padding into the frame. */
  fromBuffer(pixels: Uint8Array): number;
  /** Copies the pixels without padding. */
  toBuffer(): Buffer;
}

/** An AVPacket. */
interface AvPacket {
  data: Buffer | null;
  pts: bigint;
  readonly isKeyframe: boolean;
  alloc(): void;
  free(): void;
  unref(): void;
}

/** An SwsContext, which takes sizes, formats and colour spaces from the frames. */
interface AvScaler {
  allocContext(): void;
  scaleFrame(target: AvFrame, source: AvFrame): Promise<number>;
  freeContext(): void;
}
