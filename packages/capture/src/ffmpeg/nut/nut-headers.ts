import type { NutBytes } from "./nut-bytes.ts";

/** Bits of a frame's flags. */
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

/** What the first byte of a frame stands for. */
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

/** What the main header says. */
export interface MainHeader {
  readonly timeBases: readonly TimeBase[];
  /** By the first byte of a frame. */
  readonly codes: readonly FrameCode[];
  /** Bytes that frames begin with and leave out. */
  readonly elided: readonly Buffer[];
}

/** What a stream header says of pictures. */
export interface StreamHeader {
  /** Four bytes that name the codec. */
  readonly tag: string;
  readonly timeBase: number;
  readonly msbPtsShift: number;
  readonly width: number;
  readonly height: number;
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

/** The lowest bits of a time that may be written in place of the whole: fewer than this, as the format has it. */
const mostPtsBits = 15;

/** The byte that a header begins with, and so no frame. */
export const startByte = 0x4e;

/** Reads the main header behind its start code and length. */
export function readMainHeader(bytes: NutBytes): MainHeader {
  const version = bytes.unsigned();
  if (version < 2 || version > 4) throw new Error(`The NUT stream has version ${version}, which is not known here.`);
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

/** Reads a stream header behind its start code and length; gives the number of the stream with it. */
export function readStreamHeader(bytes: NutBytes): readonly [number, StreamHeader] {
  const id = bytes.unsigned();
  bytes.unsigned();
  const tag = bytes.counted().toString("latin1");
  const timeBase = bytes.unsigned();
  const msbPtsShift = bytes.unsigned();
  if (msbPtsShift > mostPtsBits) throw new Error("The NUT stream writes more of a time than there is.");
  for (let skipped = 0; skipped < 3; skipped++) bytes.unsigned();
  bytes.counted();
  return [id, { tag, timeBase, msbPtsShift, width: bytes.unsigned(), height: bytes.unsigned() }];
}

/** Reads an info header: the names that have a text, with it. */
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
