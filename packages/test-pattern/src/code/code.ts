/** The bytes of the code. */
import { crc32 } from "node:zlib";

/** Bits of the code: 40 of sequence number, 56 of timestamp, 32 of checksum, each with its highest bit first. */
export const codeBits = 128;

const sequenceBytes = 5;
const timestampBytes = 7;
const payloadBytes = sequenceBytes + timestampBytes;
const maximumSequence = 2 ** 40 - 1;

/**
 * XOR mask of the code. It makes about half of the cells light for numbers with many zeros too, and a code of one colour
 * invalid. The bytes are arbitrary.
 */
const mask = [0x6a, 0x93, 0xd4, 0x2b, 0xb1, 0x5c, 0x36, 0xa9, 0xc5, 0x72, 0x1d, 0x4e, 0x95, 0xe8, 0x27, 0xb4] as const;

/** The content of the code in a frame of the test pattern. */
export interface PatternReading {
  /** Sequence number of the frame in its source. */
  readonly sequence: number;
  /** Capture time, in microseconds of the capturing machine's clock. */
  readonly timestamp: number;
}

/** Encodes the two numbers as the 16 bytes of the code. Sequence numbers start again at 0 after 2^40. */
export function encodeReading({ sequence, timestamp }: PatternReading): Uint8Array {
  const bytes = new Uint8Array(codeBits / 8);
  writeNumber(bytes, 0, sequenceBytes, sequence % (maximumSequence + 1));
  writeNumber(bytes, sequenceBytes, timestampBytes, timestamp);
  writeNumber(bytes, payloadBytes, 4, crc32(bytes.subarray(0, payloadBytes)));
  return masked(bytes);
}

/** Decodes the bytes of {@link encodeReading}. Returns `undefined` where the checksum does not match. */
export function decodeReading(code: Uint8Array): PatternReading | undefined {
  const bytes = masked(code);
  if (readNumber(bytes, payloadBytes, 4) !== crc32(bytes.subarray(0, payloadBytes))) return undefined;
  const sequence = readNumber(bytes, 0, sequenceBytes);
  const timestamp = readNumber(bytes, sequenceBytes, timestampBytes);
  return Number.isSafeInteger(timestamp) ? { sequence, timestamp } : undefined;
}

function masked(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(mask, (value, index) => value ^ (bytes[index] ?? 0));
}

function writeNumber(bytes: Uint8Array, offset: number, length: number, value: number): void {
  let rest = value;
  for (let index = offset + length - 1; index >= offset; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

function readNumber(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (const byte of bytes.subarray(offset, offset + length)) value = value * 256 + byte;
  return value;
}
