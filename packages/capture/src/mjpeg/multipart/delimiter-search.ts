/** The search for the delimiter that ends a part. */
const LF = 0x0a;
const CR = 0x0d;

/** The position of a delimiter, as indices of the chunk that completed it. */
interface DelimiterFound {
  /** End of the content before it, without its line end. Negative where that is in earlier chunks. */
  readonly contentEnd: number;
  /** The index after the delimiter. */
  readonly next: number;
}

/** Searches for a multipart delimiter at the start of a line, in chunks of any size. */
export interface DelimiterSearch {
  push(bytes: Uint8Array): DelimiterFound | undefined;
  /** Treats the next byte as the start of a line. */
  startLine(): void;
  /** Whether the last bytes may be the start of a delimiter that continues in the next chunk. */
  readonly begun: boolean;
}

/** Creates a search for `delimiter`, including its dashes. The first byte counts as the start of a line. */
export function createDelimiterSearch(delimiter: string): DelimiterSearch {
  const needle = Buffer.from(`\n${delimiter}`, "latin1");
  /** The last bytes, as many as the needle has: enough for a match that starts there, and its CR. */
  let tail = Buffer.of(LF);
  /** Index in `tail` of a line feed that is not part of the stream, or -1. */
  let unsent = 0;

  function found(line: number, joined: Buffer, before: number): DelimiterFound {
    const end = line === unsent ? line + 1 : joined[line - 1] === CR ? line - 1 : line;
    return { contentEnd: end - before, next: line + needle.length - before };
  }

  return {
    push(bytes) {
      const before = tail.length;
      const seam = Buffer.concat([tail, bytes.subarray(0, needle.length)]);
      const early = seam.indexOf(needle);
      // A match that starts within the chunk is in the seam as well, with all its bytes.
      if (early >= 0) return found(early, seam, before);

      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const index = chunk.indexOf(needle);
      if (index > 0) return { contentEnd: chunk[index - 1] === CR ? index - 1 : index, next: index + needle.length };

      const whole = bytes.length >= needle.length ? chunk : seam;
      const kept = Math.min(whole.length, needle.length);
      unsent = whole === seam ? unsent - (seam.length - kept) : -1;
      tail = Buffer.from(whole.subarray(whole.length - kept));
      return undefined;
    },
    startLine() {
      tail = Buffer.of(LF);
      unsent = 0;
    },
    get begun() {
      for (let size = Math.min(tail.length, needle.length - 1); size > 1; size--) {
        if (tail.subarray(tail.length - size).equals(needle.subarray(0, size))) return true;
      }
      return false;
    },
  };
}
