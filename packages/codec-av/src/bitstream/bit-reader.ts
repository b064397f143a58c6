/** Reads the fields of a NAL unit bit by bit. */

/** A reader of a raw byte sequence payload. Bits after the end are zeros, and set `overrun`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #bit = 0;

  /** Takes the payload of a NAL unit, whose emulation prevention bytes (00 00 03, clause 7.4.1) it removes. */
  constructor(payload: Uint8Array) {
    this.#bytes = withoutEmulationPrevention(payload);
  }

  /** Whether more bits were read than there are. */
  get overrun(): boolean {
    return this.#bit > 8 * this.#bytes.length;
  }

  /** u(n): `count` bits as a number, at most 32. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#bit++) {
      const byte = this.#bytes[this.#bit >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1);
    }
    return value;
  }

  /** u(1) as a boolean. */
  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** ue(v): an unsigned Exp-Golomb code (clause 9.1). */
  ue(): number {
    let zeros = 0;
    while (zeros < 32 && !this.overrun && !this.flag()) zeros++;
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v): a signed Exp-Golomb code (clause 9.1.1). */
  se(): number {
    const code = this.ue();
    return code % 2 === 0 ? 0 - code / 2 : (code + 1) / 2;
  }
}

function withoutEmulationPrevention(payload: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of payload) {
    const prevention = zeros >= 2 && byte === 3;
    if (!prevention) bytes.push(byte);
    zeros = byte === 0 && !prevention ? zeros + 1 : 0;
  }
  return Uint8Array.from(bytes);
}
