const LF = 0x0a;
const CR = 0x0d;

/** Where a delimiter was found, in indices of the chunk that completed it. */
interface DelimiterFound {
  /** Where the content before it ends, without its line end. Negative when that was in earlier chunks. */
  readonly contentEnd: number;
  /** Just behind the delimiter. */
  readonly behind: number;
}

/** Looks for a multipart delimiter at the start of a line while bytes arrive in any pieces. */
export interface DelimiterSearch {
  push(bytes: Uint8Array): DelimiterFound | undefined;
  /** Takes what comes next as the start of a line, whatever came before. */
  startLine(): void;
  /** The last bytes could be the beginning of a delimiter that goes on in the next chunk. */
  readonly begun: boolean;
}

/** Searches for `delimiter` (dashes included). What comes first counts as the start of a line. */
export function createDelimiterSearch(delimiter: string): DelimiterSearch {
  const needle = Buffer.from(`\n${delimiter}`, "latin1");
  /** The last bytes seen, as many as the needle has: enough for a match that began there, and its CR. */
  let tail = Buffer.of(LF);
  /** Index in `tail` of a line feed that was never sent, or -1. */
  let unsent = 0;

  function found(line: number, joined: Buffer, before: number): DelimiterFound {
    const end = line === unsent ? line + 1 : joined[line - 1] === CR ? line - 1 : line;
    return { contentEnd: end - before, behind: line + needle.length - before };
  }

  return {
    push(bytes) {
      const before = tail.length;
      const seam = Buffer.concat([tail, bytes.subarray(0, needle.length)]);
      const early = seam.indexOf(needle);
      // A match in the seam that starts in the chunk itself is found there too, with all its bytes.
      if (early >= 0) return found(early, seam, before);

      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const index = chunk.indexOf(needle);
      if (index > 0) return { contentEnd: chunk[index - 1] === CR ? index - 1 : index, behind: index + needle.length };

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
