import { createDelimiterLines } from "./delimiter-line.ts";
import { createDelimiterSearch, type DelimiterSearch } from "./delimiter-search.ts";
import { createJpegEnd, type JpegEnd } from "./jpeg-end.ts";
import { createPartBuffer, type PartBuffer } from "./part-buffer.ts";

/** One part of the stream. */
export interface Part {
  readonly kind: "part";
  /** Header fields, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The content, without the line end before the next delimiter. */
  readonly data: Uint8Array;
  /** What `push` was given as `at` together with the content's first byte. */
  readonly timestamp: number;
}

/** A part that was not handed on. */
export interface SkippedPart {
  readonly kind: "skipped";
  /** `type`: not a picture by its headers. `size`: beyond the limit. `headers`: a header block beyond the limit. */
  readonly reason: "type" | "size" | "headers";
}

/** What {@link createMultipartParser} takes. */
export interface MultipartOptions {
  /** The parameter of the content type, as it stands there; without it the first delimiter line is believed. */
  readonly boundary?: string | undefined;
  /** Largest content of a part, in bytes. */
  readonly maxPartBytes: number;
  /** Says from the headers whether the part is wanted. Nothing is kept of one that is not. */
  readonly accept: (headers: ReadonlyMap<string, string>) => boolean;
}

/** Takes a `multipart/x-mixed-replace` body in any pieces and gives its parts. */
export interface MultipartParser {
  /**
   * Reads the next piece, received at time `at`. Gives each part as soon as it is complete; read it to its end
   * before the next piece is pushed.
   */
  push(bytes: Uint8Array, at: number): Generator<Part | SkippedPart, void>;
  /** A delimiter line with sound headers has been seen: this is a multipart stream. */
  readonly recognised: boolean;
}

/** Header fields of one part take at most this many bytes. */
export const maxHeaderBytes: number = 8192;

/** The part whose content is being read. */
interface Content {
  readonly headers: ReadonlyMap<string, string>;
  readonly search: DelimiterSearch;
  readonly jpeg: JpegEnd;
  /** Where the bytes go; `undefined` when they are skipped. */
  buffer: PartBuffer | undefined;
  /** Bytes that the headers still promise; `undefined` when they promise nothing, or promised too little. */
  left: number | undefined;
  timestamp: number | undefined;
}

/**
 * A part ends where the first of these says so:
 * - the next delimiter at the start of a line, wherever the headers said that the part ends;
 * - the length in its headers, unless the picture is visibly not over there;
 * - without a length, the end of the JPEG itself, so that no picture waits for the delimiter before the next one.
 *
 * It holds one part, and at most `maxPartBytes` and a delimiter of it.
 */
export function createMultipartParser({ boundary, maxPartBytes, accept }: MultipartOptions): MultipartParser {
  const lines = createDelimiterLines(boundary);
  /** The line that is being read outside of contents; longer ones are cut off, as nothing long has a meaning there. */
  let line = "";
  let headers: Map<string, string> | undefined;
  let headerBytes = 0;
  let content: Content | undefined;
  let recognised = false;
  /** A guess at the next part's size, so that one without a length needs no second copy either. */
  let expected = 0;

  function* readLine(): Generator<SkippedPart, void> {
    const kind = lines.read(line);
    if (kind === "delimiter") {
      headers = new Map();
      headerBytes = 0;
    } else if (kind === "close") {
      headers = undefined;
    } else if (headers && headerBytes > maxHeaderBytes) {
      headers = undefined;
      if (lines.guessed) lines.forget();
      else yield { kind: "skipped", reason: "headers" };
    } else if (headers && line.trim() === "") {
      yield* openContent(headers);
      headers = undefined;
    } else if (headers) {
      const colon = line.indexOf(":");
      if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      else if (lines.guessed) {
        headers = undefined;
        lines.forget();
      }
    }
    line = "";
  }

  function* openContent(fields: ReadonlyMap<string, string>): Generator<SkippedPart, void> {
    if (lines.guessed && !fields.has("content-type") && !fields.has("content-length")) {
      lines.forget();
      return;
    }
    lines.confirm();
    recognised = true;
    const length = readLength(fields.get("content-length"));
    let reason: SkippedPart["reason"] | undefined;
    if (!accept(fields)) reason = "type";
    else if (length !== undefined && length > maxPartBytes) reason = "size";
    content = {
      headers: fields,
      search: createDelimiterSearch(lines.delimiter ?? ""),
      jpeg: createJpegEnd(),
      buffer: reason ? undefined : createPartBuffer(length ?? Math.min(expected, maxPartBytes), maxPartBytes),
      left: length,
      timestamp: undefined,
    };
    if (reason) yield { kind: "skipped", reason };
  }

  function* closeContent(part: Content): Generator<Part, void> {
    content = undefined;
    if (!part.buffer) return;
    expected = Math.ceil(part.buffer.length * 1.25);
    yield { kind: "part", headers: part.headers, data: part.buffer.bytes(), timestamp: part.timestamp ?? 0 };
  }

  /** Reads on in the content; gives the index behind what was read. */
  function* readContent(part: Content, bytes: Uint8Array, from: number): Generator<Part | SkippedPart, number> {
    const slice = bytes.subarray(from, part.left === undefined ? undefined : from + part.left);
    const jpegEnd = part.jpeg.push(slice);
    const delimiter = part.search.push(slice);
    const atJpegEnd = part.left === undefined && jpegEnd >= 0 && !(delimiter && delimiter.contentEnd < jpegEnd);
    const end = atJpegEnd ? jpegEnd : (delimiter?.contentEnd ?? slice.length);

    if (part.buffer) {
      const size = part.buffer.length + end;
      // The last bytes may yet turn out to be the delimiter, which does not count.
      const allowance = atJpegEnd || delimiter ? 0 : (lines.delimiter ?? "").length + 2;
      if (size > maxPartBytes + allowance) {
        part.buffer = undefined;
        yield { kind: "skipped", reason: "size" };
      } else if (end >= 0) {
        part.buffer.append(slice.subarray(0, end));
      } else {
        part.buffer.truncate(size);
      }
    }

    if (atJpegEnd) {
      yield* closeContent(part);
      return from + jpegEnd;
    }
    if (delimiter) {
      yield* closeContent(part);
      // The rest of the delimiter's line is read as such.
      line = lines.delimiter ?? "";
      return from + delimiter.behind;
    }
    if (part.left !== undefined) {
      part.left -= slice.length;
      if (part.left === 0) {
        // A length that ends inside of the picture, or inside of a delimiter, is wrong: what comes next decides.
        part.left = undefined;
        if (!part.buffer || (part.jpeg.state !== "inside" && !part.search.begun)) yield* closeContent(part);
        else if (!part.search.begun) part.search.startLine();
      }
    }
    return from + slice.length;
  }

  return {
    *push(bytes, at) {
      let index = 0;
      while (index < bytes.length) {
        if (content) {
          content.timestamp ??= at;
          index = yield* readContent(content, bytes, index);
          continue;
        }
        const feed = bytes.indexOf(0x0a, index);
        const end = feed < 0 ? bytes.length : feed;
        // One character more than the limit shows that a line is beyond it.
        const room = Math.max(0, Math.min(end - index, maxHeaderBytes + 1 - line.length));
        line += Buffer.from(bytes.buffer, bytes.byteOffset + index, room).toString("latin1");
        if (headers) headerBytes += end - index + (feed < 0 ? 0 : 1);
        index = feed < 0 ? end : feed + 1;
        if (feed >= 0) yield* readLine();
      }
    },
    get recognised() {
      return recognised;
    },
  };
}

/** A positive whole number of bytes; anything else says nothing. */
function readLength(text: string | undefined): number | undefined {
  const length = text && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return length > 0 ? length : undefined;
}
