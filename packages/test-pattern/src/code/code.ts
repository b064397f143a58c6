import { crc32 } from "node:zlib";

/** Bits of the code: 40 of sequence number, 56 of timestamp, 32 of checksum, each with its highest bit first. */
export const codeBits = 128;

const sequenceBytes = 5;
const timestampBytes = 7;
const payloadBytes = sequenceBytes + timestampBytes;
const maximumSequence = 2 ** 40 - 1;

/**
 * Exclusive-ored over the code, so that numbers with many zeros still give about as many light cells as
 * dark ones, and a picture of one colour can never be a valid code. Any fixed, mixed bytes would do.
 */
const mask = [0x6a, 0x93, 0xd4, 0x2b, 0xb1, 0x5c, 0x36, 0xa9, 0xc5, 0x72, 0x1d, 0x4e, 0x95, 0xe8, 0x27, 0xb4] as const;

/** What the code in a test picture says. */
export interface PatternReading {
  /** Number of the frame in its source. */
  readonly sequence: number;
  /** When the picture was captured, in microseconds on the capturing machine's clock. */
  readonly timestamp: number;
}

/** Writes the two numbers as the 16 bytes of the code. Sequence numbers begin again after 2^40. */
export function encodeReading({ sequence, timestamp }: PatternReading): Uint8Array {
  const bytes = new Uint8Array(codeBits / 8);
  writeNumber(bytes, 0, sequenceBytes, sequence % (maximumSequence + 1));
  writeNumber(bytes, sequenceBytes, timestampBytes, timestamp);
  writeNumber(bytes, payloadBytes, 4, crc32(bytes.subarray(0, payloadBytes)));
  return masked(bytes);
}

/** Reads what {@link encodeReading} wrote; `undefined` when the checksum does not fit. */
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
