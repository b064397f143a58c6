/**
 * The number and the capture time of a picture, in a comment inside the JPEG itself: whoever carries the
 * picture carries them too. The time is of CLOCK_MONOTONIC, which all processes of a machine share.
 */
export interface Stamp {
  readonly number: number;
  /** Microseconds. */
  readonly captured: number;
}

const pattern = /framewire-bench n=(\d{10}) t=(\d{16})/;

/** Microseconds of CLOCK_MONOTONIC. */
export function monotonic(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** What stands in place of a JPEG's first two bytes to stamp it: the marker of the start, and a comment. */
export function stampHead({ number, captured }: Stamp): Buffer {
  const text = `framewire-bench n=${String(number).padStart(10, "0")} t=${String(captured).padStart(16, "0")}`;
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2]), Buffer.from(text, "latin1")]);
}

/** Reads the stamp of a JPEG; undefined where it has none, as one that was encoded anew. */
export function readStamp(jpeg: Uint8Array): Stamp | undefined {
  const start = Buffer.from(jpeg.buffer, jpeg.byteOffset, Math.min(jpeg.byteLength, 256)).toString("latin1");
  const [, number, captured] = pattern.exec(start) ?? [];
  return number && captured ? { number: Number(number), captured: Number(captured) } : undefined;
}
