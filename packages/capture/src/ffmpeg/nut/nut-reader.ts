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

/** What comes out of a NUT stream. */
export type NutEvent =
  /** How the pictures are, before the first. `tag` names the codec by four bytes; `fps` where it is known. */
  | {
      readonly kind: "stream";
      readonly tag: string;
      readonly width: number;
      readonly height: number;
      readonly fps: number | undefined;
    }
  /** One picture, in memory of its own, with its time in microseconds of the stream, and when its first byte arrived. */
  | { readonly kind: "picture"; readonly pts: number; readonly arrived: number; readonly data: Buffer };

/** Reads a NUT stream while its bytes arrive. */
export interface NutReader {
  /** Gives what these bytes, which came at `arrived`, complete. Throws when they are no NUT stream, or a picture is too large. */
  push(chunk: Buffer, arrived: number): readonly NutEvent[];
}

const fileId = Buffer.from("nut/multimedia container\0", "latin1");
/** Start codes of the headers, by their eight bytes. */
const start = {
  main: "4e4d7a561f5f04ad",
  stream: "4e5311405bf2f9db",
  syncpoint: "4e4be4adeeca4569",
  info: "4e49ab68b596ba78",
} as const;
/** More than any header takes. */
const maxHeaderBytes = 64 * 1024;

/**
 * Reads what ffmpeg writes with `-f nut` and one stream: a container made for pipes, in which each picture comes with its
 * own time and length, compressed or not, at once. The bytes of a picture are copied once, out of the chunks into memory
 * of its own.
 *
 * The format is that of the NUT specification, version 3 (`doc/nut.txt` of FFmpeg's nut repository). Checksums are not
 * looked at: a pipe does not damage bytes.
 */
export function createNutReader({ maxFrameBytes }: { readonly maxFrameBytes: number }): NutReader {
  /** Bytes of a header that is not whole yet. */
  let pending: Buffer = Buffer.alloc(0);
  let known = false;
  let main: MainHeader | undefined;
  let stream: StreamHeader | undefined;
  let streamId = 0;
  let fps: number | undefined;
  let told = false;
  let lastPts = 0;
  /** The picture whose bytes come, and how many of them have. */
  let picture: { readonly pts: number; readonly arrived: number; readonly data: Buffer; filled: number } | undefined;

  function timeBaseOf(index: number): TimeBase {
    const base = main?.timeBases[index];
    if (!base) throw new Error("The NUT stream names a time base that it does not have.");
    return base;
  }

  /** Reads a header that begins at `at`; gives the index behind it. */
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

  /** A time that all streams go on from, with its time base in the same number. */
  function readSyncpoint(value: number): void {
    if (!main || !stream) throw new Error("The NUT stream begins without its headers.");
    const count = main.timeBases.length;
    const from = timeBaseOf(value % count);
    const to = timeBaseOf(stream.timeBase);
    const ticks = BigInt(Math.floor(value / count)) * BigInt(from.num) * BigInt(to.den);
    lastPts = Number(ticks / (BigInt(from.den) * BigInt(to.num)));
  }

  /** Reads what stands before a picture at `at`; gives the index behind it. */
  function readFrameHeader(bytes: Buffer, at: number, arrived: number): number {
    if (!main || !stream) throw new Error("The NUT stream begins without its headers.");
    const reader = createNutBytes(bytes, at);
    const code = main.codes[reader.byte()];
    if (!code || code.flags & flag.invalid) throw new Error("The NUT stream has a frame of no known kind.");
    const flags = code.flags & flag.coded ? code.flags ^ reader.unsigned() : code.flags;
    if (flags & flag.sideData) throw new Error("The NUT stream has side data, which is not known here.");
    const id = flags & flag.streamId ? reader.unsigned() : code.stream;
    if (id !== streamId) throw new Error("The NUT stream has more than one stream in it.");
    const pts = flags & flag.codedPts ? fullPts(reader.unsigned(), stream.msbPtsShift) : lastPts + code.ptsDelta;
    let size = code.sizeLsb + (flags & flag.sizeMsb ? code.sizeMul * reader.unsigned() : 0);
    if (flags & flag.matchTime) reader.signed();
    const headerIdx = flags & flag.headerIdx ? reader.unsigned() : code.headerIdx;
    for (let left = flags & flag.reserved ? reader.unsigned() : code.reserved; left > 0; left--) reader.unsigned();
    if (flags & flag.checksum) reader.skip(4);

    if (size > maxFrameBytes) {
      throw new Error(`a picture has ${size} bytes, and at most ${maxFrameBytes} are taken`);
    }
    const left = size > 4096 ? undefined : main.elided[headerIdx];
    const data = Buffer.allocUnsafeSlow(size);
    left?.copy(data);
    size = left?.length ?? 0;
    lastPts = pts;
    const { num, den } = timeBaseOf(stream.timeBase);
    picture = { pts: Math.round((pts * num * 1e6) / den), arrived, data, filled: size };
    return reader.at;
  }

  /** A time of which perhaps only the lowest bits were written: the one of those that is nearest to the last. */
  function fullPts(coded: number, shift: number): number {
    const range = 2 ** shift;
    if (coded >= range) return coded - range;
    const lowest = lastPts - Math.floor((range - 1) / 2);
    return lowest + ((((coded - lowest) % range) + range) % range);
  }

  /** Reads one thing at `at` that is no picture's content. */
  function readThing(bytes: Buffer, at: number, arrived: number): number {
    if (!known) {
      if (bytes.length < at + fileId.length) throw shortOfBytes;
      if (!bytes.subarray(at, at + fileId.length).equals(fileId)) throw new Error("It is not a NUT stream.");
      known = true;
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
        if (picture) {
          const { data, filled } = picture;
          const whole = picture;
          const copied = bytes.copy(data, filled, at);
          at += copied;
          picture.filled += copied;
          if (picture.filled < data.length) break;
          picture = undefined;
          if (!told && stream) {
            const { tag, width, height } = stream;
            told = true;
            events.push({ kind: "stream", tag, width, height, fps });
          }
          events.push({ kind: "picture", pts: whole.pts, arrived: whole.arrived, data });
        }
        if (at >= bytes.length) break;
        try {
          at = readThing(bytes, at, arrived);
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

/** Reads a rate such as `30000/1001`. What is no rate of pictures is the tick of a clock, which stands there for an unknown one. */
function parseRate(text: string | undefined): number | undefined {
  const [num, den] = (text ?? "").split("/").map(Number);
  const rate = (num ?? 0) / (den ?? 0);
  return rate > 0 && rate <= 1000 ? rate : undefined;
}
