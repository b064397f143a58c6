/** The numbers of a NUT stream. */
/** Thrown, always as this object, where a read requires more bytes than have arrived. */
export const shortOfBytes: Error = new Error("There are not enough bytes yet.");

/** Reads the numbers of a NUT stream from a buffer. */
export interface NutBytes {
  /** Index of the next byte. */
  at: number;
  byte(): number;
  /** An unsigned number of variable length: seven bits per byte, most significant first. */
  unsigned(): number;
  signed(): number;
  /** Bytes with a length prefix. */
  counted(): Buffer;
  skip(bytes: number): void;
}

/** Creates a reader that starts at index `at`. Each read throws {@link shortOfBytes} at the end of the bytes. */
export function createNutBytes(bytes: Buffer, at: number): NutBytes {
  const reader: NutBytes = {
    at,
    byte() {
      const value = bytes[reader.at];
      if (value === undefined) throw shortOfBytes;
      reader.at++;
      return value;
    },
    unsigned() {
      let value = 0;
      for (;;) {
        const next = reader.byte();
        value = value * 128 + (next & 0x7f);
        if (value > Number.MAX_SAFE_INTEGER) throw new Error("A number in the NUT stream is too large.");
        if (next < 0x80) return value;
      }
    },
    signed() {
      const value = reader.unsigned() + 1;
      return value % 2 === 1 ? -(value - 1) / 2 : value / 2;
    },
    counted() {
      const length = reader.unsigned();
      const start = reader.at;
      reader.skip(length);
      return bytes.subarray(start, start + length);
    },
    skip(count) {
      if (reader.at + count > bytes.length) throw shortOfBytes;
      reader.at += count;
    },
  };
  return reader;
}
