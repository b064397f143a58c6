/**
 * Reads the NUT container, version 3 (`doc/nut.txt` of FFmpeg's nut repository), as ffmpeg writes it to a pipe. Checksums
 * are not verified: a pipe does not damage bytes. Written by hand: no package reads NUT, and other containers delay frames.
 *
 * @module
 */
import { createNutBytes, shortOfBytes } from "./nut-bytes.ts";
import {
  flag,
  type MainHeader,
  readInfo,
  readMainHeader,
  readStreamHeader,
  type StreamHeader,
  startByte,
  type TimeBase,
} from "./nut-headers.ts";

/**
 * Creates a reader of what ffmpeg writes with `-f nut` and one stream. NUT is made for pipes: each frame arrives at once
 * with its own time and length, compressed or not. The bytes of a frame are copied once, from the chunks into memory of
 * its own. Frames larger than `maxFrameBytes` are an error.
 */
export function createNutReader({ maxFrameBytes }: { readonly maxFrameBytes: number }): NutReader {
  /** Bytes of an incomplete header. */
  let pending: Buffer = Buffer.alloc(0);
  let hasFileId = false;
  let main: MainHeader | undefined;
  let stream: StreamHeader | undefined;
  let streamId = 0;
  let fps: number | undefined;
  let streamReported = false;
  let lastPts = 0;
  /** The frame whose bytes are arriving. */
  let frame: { readonly pts: number; readonly arrived: number; readonly data: Buffer; filled: number } | undefined;

  function timeBaseOf(index: number): TimeBase {
    const base = main?.timeBases[index];
    if (!base) throw new Error("The NUT stream names a time base that it does not have.");
    return base;
  }

  /** Reads a header at index `at`. Returns the index after it. */
  function readHeader(bytes: Buffer, at: number): number {
    if (bytes.length < at + 8) throw shortOfBytes;
    const code = bytes.toString("hex", at, at + 8);
    const lengths = createNutBytes(bytes, at + 8);
    const length = lengths.unsigned();
    if (length > maxHeaderBytes) throw new Error("A header of the NUT stream is too large.");
    if (length > 4096) lengths.skip(4);
    const body = lengths.at;
    lengths.skip(length);
    const content = createNutBytes(bytes.subarray(0, body + length), body);
    if (code === start.main) main = readMainHeader(content);
    else if (code === start.stream) [streamId, stream] = readStreamHeader(content);
    else if (code === start.info) fps = parseRate(readInfo(content).get("r_frame_rate")) ?? fps;
    else if (code === start.syncpoint) readSyncpoint(content.unsigned());
    return body + length;
  }

  /** Reads the time of a syncpoint, which encodes its time base in the same number. */
  function readSyncpoint(value: number): void {
    if (!main || !stream) throw new Error("The NUT stream begins without its headers.");
    const count = main.timeBases.length;
    const from = timeBaseOf(value % count);
    const to = timeBaseOf(stream.timeBase);
    const ticks = BigInt(Math.floor(value / count)) * BigInt(from.num) * BigInt(to.den);
    lastPts = Number(ticks / (BigInt(from.den) * BigInt(to.num)));
  }

  /** Reads the header of a frame at index `at`. Returns the index after it. */
  function readFrameHeader(bytes: Buffer, at: number, arrived: number): number {
    if (!main || !stream) throw new Error("The NUT stream begins without its headers.");
    const reader = createNutBytes(bytes, at);
    const code = main.codes[reader.byte()];
    if (!code || code.flags & flag.invalid) throw new Error("The NUT stream has a frame with an invalid code.");
    const flags = code.flags & flag.coded ? code.flags ^ reader.unsigned() : code.flags;
    if (flags & flag.sideData) throw new Error("The NUT stream has side data, which is not supported.");
    const id = flags & flag.streamId ? reader.unsigned() : code.stream;
    if (id !== streamId) throw new Error("The NUT stream has more than one stream in it.");
    const pts = flags & flag.codedPts ? fullPts(reader.unsigned(), stream.msbPtsShift) : lastPts + code.ptsDelta;
    let size = code.sizeLsb + (flags & flag.sizeMsb ? code.sizeMul * reader.unsigned() : 0);
    if (flags & flag.matchTime) reader.signed();
    const headerIdx = flags & flag.headerIdx ? reader.unsigned() : code.headerIdx;
    for (let left = flags & flag.reserved ? reader.unsigned() : code.reserved; left > 0; left--) reader.unsigned();
    if (flags & flag.checksum) reader.skip(4);

    if (size > maxFrameBytes) {
      throw new Error(`a frame has ${size} bytes, more than the limit of ${maxFrameBytes}`);
    }
    const left = size > 4096 ? undefined : main.elided[headerIdx];
    const data = Buffer.allocUnsafeSlow(size);
    left?.copy(data);
    size = left?.length ?? 0;
    lastPts = pts;
    const { num, den } = timeBaseOf(stream.timeBase);
    frame = { pts: Math.round((pts * num * 1e6) / den), arrived, data, filled: size };
    return reader.at;
  }

  /** Completes a time of which only the low-order bits were encoded: the candidate nearest to the last time. */
  function fullPts(coded: number, shift: number): number {
    const range = 2 ** shift;
    if (coded >= range) return coded - range;
    const lowest = lastPts - Math.floor((range - 1) / 2);
    return lowest + ((((coded - lowest) % range) + range) % range);
  }

  /** Reads the file id, a header or a frame header at index `at`. Returns the index after it. */
  function readElement(bytes: Buffer, at: number, arrived: number): number {
    if (!hasFileId) {
      if (bytes.length < at + fileId.length) throw shortOfBytes;
      if (!bytes.subarray(at, at + fileId.length).equals(fileId)) throw new Error("It is not a NUT stream.");
      hasFileId = true;
      return at + fileId.length;
    }
    return bytes[at] === startByte ? readHeader(bytes, at) : readFrameHeader(bytes, at, arrived);
  }

  return {
    push(chunk, arrived) {
      const events: NutEvent[] = [];
      const bytes = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
      let at = 0;
      pending = bytes.subarray(0, 0);
      for (;;) {
        if (frame) {
          const { data, filled } = frame;
          const complete = frame;
          const copied = bytes.copy(data, filled, at);
          at += copied;
          frame.filled += copied;
          if (frame.filled < data.length) break;
          frame = undefined;
          if (!streamReported && stream) {
            const { tag, width, height, pixelAspect, reorderedFrames } = stream;
            streamReported = true;
            events.push({ kind: "stream", tag, width, height, fps, pixelAspect, reorderedFrames });
          }
          events.push({ kind: "frame", pts: complete.pts, arrived: complete.arrived, data });
        }
        if (at >= bytes.length) break;
        try {
          at = readElement(bytes, at, arrived);
        } catch (error) {
          if (error !== shortOfBytes) throw error;
          pending = Buffer.from(bytes.subarray(at));
          if (pending.length > 2 * maxHeaderBytes) throw new Error("A header of the NUT stream is too large.");
          break;
        }
      }
      return events;
    },
  };
}

/** Reads a NUT stream while its bytes arrive. */
export interface NutReader {
  /**
   * Reads a chunk that arrived at `arrived` and returns what it completes. Throws where the bytes are not a NUT stream, or
   * a frame is too large.
   */
  push(chunk: Buffer, arrived: number): readonly NutEvent[];
}

/** What a {@link NutReader} returns. */
export type NutEvent =
  /** The properties of the stream, before the first frame. `tag` is the FourCC of the codec; `fps` where it is known. */
  | {
      readonly kind: "stream";
      readonly tag: string;
      readonly width: number;
      readonly height: number;
      readonly fps: number | undefined;
      /** Width of a pixel divided by its height. */
      readonly pixelAspect: number;
      /** Frames that are sent before one which is shown earlier. */
      readonly reorderedFrames: number;
    }
  /** A frame. `pts` is in microseconds of the stream; `arrived` is when its first byte arrived. */
  | { readonly kind: "frame"; readonly pts: number; readonly arrived: number; readonly data: Buffer };

const fileId = Buffer.from("nut/multimedia container\0", "latin1");
/** Start codes of the headers, in hex. */
const start = {
  main: "4e4d7a561f5f04ad",
  stream: "4e5311405bf2f9db",
  syncpoint: "4e4be4adeeca4569",
  info: "4e49ab68b596ba78",
} as const;
/** Larger than any real header. */
const maxHeaderBytes = 64 * 1024;

/** Parses a frame rate such as `30000/1001`. ffmpeg writes the tick of its clock where the rate is unknown. */
function parseRate(text: string | undefined): number | undefined {
  const [num, den] = (text ?? "").split("/").map(Number);
  const rate = (num ?? 0) / (den ?? 0);
  return rate > 0 && rate <= 1000 ? rate : undefined;
}
