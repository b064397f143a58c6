/** The headers of a NUT stream. */
import type { NutBytes } from "./nut-bytes.ts";

/** Bits of the frame flags. */
export const flag: Readonly<Record<FrameFlag, number>> = {
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  sideData: 256,
  headerIdx: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
};
type FrameFlag =
  | "codedPts"
  | "streamId"
  | "sizeMsb"
  | "checksum"
  | "reserved"
  | "sideData"
  | "headerIdx"
  | "matchTime"
  | "coded"
  | "invalid";

/** The meaning of the first byte of a frame. */
interface FrameCode {
  readonly flags: number;
  readonly stream: number;
  readonly sizeMul: number;
  readonly sizeLsb: number;
  readonly ptsDelta: number;
  readonly reserved: number;
  readonly headerIdx: number;
}

/** Seconds per tick. */
export interface TimeBase {
  readonly num: number;
  readonly den: number;
}

/** The content of the main header. */
export interface MainHeader {
  readonly timeBases: readonly TimeBase[];
  /** Indexed by the first byte of a frame. */
  readonly codes: readonly FrameCode[];
  /** Initial bytes that frames omit. */
  readonly elided: readonly Buffer[];
}

/** The content of a video stream header. */
export interface StreamHeader {
  /** FourCC of the codec. */
  readonly tag: string;
  readonly timeBase: number;
  readonly msbPtsShift: number;
  readonly width: number;
  readonly height: number;
  /** Frames that are sent before one which is shown earlier. */
  readonly reorderedFrames: number;
  /** Width of a pixel divided by its height; 1 where it is unknown. */
  readonly pixelAspect: number;
}

const invalid: FrameCode = {
  flags: flag.invalid,
  stream: 0,
  sizeMul: 1,
  sizeLsb: 0,
  ptsDelta: 0,
  reserved: 0,
  headerIdx: 0,
};

/** Largest number of low-order bits by which a frame may encode its time, according to the specification. */
const maxPtsBits = 15;

/** First byte of every header, and of no frame. */
export const startByte = 0x4e;

/** Reads the main header after its start code and length. */
export function readMainHeader(bytes: NutBytes): MainHeader {
  const version = bytes.unsigned();
  if (version < 2 || version > 4)
    throw new Error(`The NUT stream has version ${version}, which is not supported; versions 2 to 4 are.`);
  if (version > 3) bytes.unsigned();
  bytes.unsigned();
  bytes.unsigned();
  const timeBases: TimeBase[] = [];
  for (let left = bytes.unsigned(); left > 0; left--) {
    const base = { num: bytes.unsigned(), den: bytes.unsigned() };
    if (base.num === 0 || base.den === 0) throw new Error("The NUT stream has a time base of zero.");
    timeBases.push(base);
  }
  const codes = readFrameCodes(bytes);
  const elided: Buffer[] = [Buffer.alloc(0)];
  for (let left = bytes.unsigned(); left > 0; left--) elided.push(Buffer.from(bytes.counted()));
  return { timeBases, codes, elided };
}

function readFrameCodes(bytes: NutBytes): FrameCode[] {
  const codes: FrameCode[] = [];
  let ptsDelta = 0;
  let sizeMul = 1;
  let stream = 0;
  let headerIdx = 0;
  while (codes.length < 256) {
    const flags = bytes.unsigned();
    const fields = bytes.unsigned();
    if (fields > 0) ptsDelta = bytes.signed();
    if (fields > 1) sizeMul = bytes.unsigned();
    if (fields > 2) stream = bytes.unsigned();
    const size = fields > 3 ? bytes.unsigned() : 0;
    const reserved = fields > 4 ? bytes.unsigned() : 0;
    const count = fields > 5 ? bytes.unsigned() : sizeMul - size;
    if (fields > 6) bytes.signed();
    if (fields > 7) headerIdx = bytes.unsigned();
    for (let more = 8; more < fields; more++) bytes.unsigned();
    for (let i = 0; i < count && codes.length < 256; i++) {
      if (codes.length === startByte) codes.push(invalid);
      codes.push({ flags, stream, sizeMul, sizeLsb: size + i, ptsDelta, reserved, headerIdx });
    }
    if (count <= 0 && codes.length === startByte) codes.push(invalid);
  }
  return codes;
}

/** Reads a stream header after its start code and length. Returns the number of the stream and the header. */
export function readStreamHeader(bytes: NutBytes): readonly [number, StreamHeader] {
  const id = bytes.unsigned();
  bytes.unsigned();
  const tag = bytes.counted().toString("latin1");
  const timeBase = bytes.unsigned();
  const msbPtsShift = bytes.unsigned();
  if (msbPtsShift > maxPtsBits) throw new Error("The NUT stream encodes times with too many bits.");
  bytes.unsigned();
  const reorderedFrames = bytes.unsigned();
  bytes.unsigned();
  bytes.counted();
  const [width, height] = [bytes.unsigned(), bytes.unsigned()];
  const pixelAspect = bytes.unsigned() / bytes.unsigned();
  return [
    id,
    {
      ...{ tag, timeBase, msbPtsShift, width, height, reorderedFrames },
      pixelAspect: pixelAspect > 0 && Number.isFinite(pixelAspect) ? pixelAspect : 1,
    },
  ];
}

/** Reads an info header. Returns the entries with a text value. */
export function readInfo(bytes: NutBytes): ReadonlyMap<string, string> {
  const info = new Map<string, string>();
  bytes.unsigned();
  bytes.signed();
  bytes.unsigned();
  bytes.unsigned();
  for (let left = bytes.unsigned(); left > 0; left--) {
    const name = bytes.counted().toString("utf8");
    const type = bytes.signed();
    if (type === -1) info.set(name, bytes.counted().toString("utf8"));
    else if (type === -2) {
      bytes.counted();
      bytes.counted();
    } else if (type < -2) bytes.signed();
  }
  return info;
}
