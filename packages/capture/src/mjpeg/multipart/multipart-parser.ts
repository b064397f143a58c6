/**
 * The parser of a multipart MJPEG stream. Written by hand: cameras get delimiters and lengths wrong, which strict parsers
 * refuse, and a frame must not wait for the delimiter after it.
 *
 * @module
 */
import { fieldName } from "../http/response-head.ts";
import { createDelimiterLines } from "./delimiter-line.ts";
import { createDelimiterSearch, type DelimiterSearch } from "./delimiter-search.ts";
import { createJpegEnd, type JpegEnd } from "./jpeg-end.ts";
import { createPartBuffer, type PartBuffer } from "./part-buffer.ts";

/** A complete part. */
export interface Part {
  readonly kind: "part";
  /** Header fields, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The content, without the line end before the next delimiter. */
  readonly data: Uint8Array;
  /** The `at` of the `push` with the first byte of the content. */
  readonly timestamp: number;
}

/** A part that was skipped. */
export interface SkippedPart {
  readonly kind: "skipped";
  /** `type`: refused by `accept`, and no JPEG. `size`: larger than `maxPartBytes`. `headers`: headers larger than {@link maxHeaderBytes}. */
  readonly reason: "type" | "size" | "headers";
}

/** Options of {@link createMultipartParser}. */
export interface MultipartOptions {
  /** The boundary parameter of the content type; without it the first delimiter line decides. */
  readonly boundary?: string | undefined;
  /** Largest content of a part, in bytes. */
  readonly maxPartBytes: number;
  /** Returns from the headers whether to read the part. Other parts are read only where they begin as a JPEG does. */
  readonly accept: (headers: ReadonlyMap<string, string>) => boolean;
}

/** Parses a `multipart/x-mixed-replace` body from chunks of any size. */
export interface MultipartParser {
  /**
   * Parses a chunk that was received at time `at`, and yields each part as soon as it is complete. Read the generator to its
   * end before the next `push`.
   */
  push(bytes: Uint8Array, at: number): Generator<Part | SkippedPart, void>;
  /** Whether a delimiter line with valid headers was found: the stream is multipart. */
  readonly recognised: boolean;
}

/** Most bytes of the header fields of a part. */
export const maxHeaderBytes: number = 8192;

/** The part whose content is arriving. */
interface Content {
  readonly headers: ReadonlyMap<string, string>;
  readonly search: DelimiterSearch;
  readonly jpeg: JpegEnd;
  /** Stores the bytes; `undefined` where the part is skipped. */
  buffer: PartBuffer | undefined;
  /** Accepted by its headers. */
  readonly accepted: boolean;
  /** Bytes that are left of the `Content-Length`; `undefined` where there is none, or it was too small. */
  left: number | undefined;
  timestamp: number | undefined;
}

/**
 * Creates a parser. A part ends at the first of:
 * - the next delimiter at the start of a line, whatever its `Content-Length`;
 * - its `Content-Length`, unless the JPEG clearly continues there;
 * - without a length, the end of the JPEG, so that a frame does not wait for the delimiter before the next one.
 *
 * Holds one part, of at most `maxPartBytes` and a delimiter.
 */
export function createMultipartParser({ boundary, maxPartBytes, accept }: MultipartOptions): MultipartParser {
  const lines = createDelimiterLines(boundary);
  /** The current line outside of contents, truncated to the header limit. */
  let line = "";
  let headers: Map<string, string> | undefined;
  let headerBytes = 0;
  let content: Content | undefined;
  /** The last delimiter was a close delimiter. */
  let closed = false;
  let recognised = false;
  /** An estimate of the size of the next part, so that a part without a length is copied only once. */
  let expected = 0;

  function* readLine(): Generator<SkippedPart, void> {
    const kind = lines.read(line);
    if (kind) {
      // Some cameras end every delimiter with two dashes: after a close delimiter the headers decide.
      headers = new Map();
      headerBytes = 0;
      closed = kind === "close";
    } else if (headers && headerBytes > maxHeaderBytes) {
      headers = undefined;
      if (lines.guessed) lines.forget();
      else yield { kind: "skipped", reason: "headers" };
    } else if (headers && line.trim() === "") {
      openContent(headers);
      headers = undefined;
    } else if (headers) {
      const colon = line.indexOf(":");
      if (colon > 0) headers.set(fieldName(line.slice(0, colon)), line.slice(colon + 1).trim());
    }
    line = "";
  }

  function openContent(fields: ReadonlyMap<string, string>): void {
    if ((lines.guessed || closed) && !fields.has("content-type") && !fields.has("content-length")) {
      if (lines.guessed) lines.forget();
      return;
    }
    lines.confirm();
    recognised = true;
    const length = readLength(fields.get("content-length"), maxPartBytes);
    const accepted = accept(fields);
    content = {
      headers: fields,
      search: createDelimiterSearch(lines.delimiter ?? ""),
      jpeg: createJpegEnd(),
      accepted,
      buffer: createPartBuffer(accepted ? (length ?? Math.min(expected, maxPartBytes)) : 0, maxPartBytes),
      left: length,
      timestamp: undefined,
    };
  }

  function* closeContent(part: Content): Generator<Part | SkippedPart, void> {
    content = undefined;
    if (!part.buffer) return;
    if (!part.accepted && !part.jpeg.begun) {
      yield { kind: "skipped", reason: "type" };
      return;
    }
    expected = Math.ceil(part.buffer.length * 1.25);
    yield { kind: "part", headers: part.headers, data: part.buffer.bytes(), timestamp: part.timestamp ?? 0 };
  }

  /** Reads content from index `from`. Returns the index after it. */
  function* readContent(part: Content, bytes: Uint8Array, from: number): Generator<Part | SkippedPart, number> {
    const slice = bytes.subarray(from, part.left === undefined ? undefined : from + part.left);
    const jpegEnd = part.jpeg.push(slice);
    const delimiter = part.search.push(slice);
    const atJpegEnd = part.left === undefined && jpegEnd >= 0 && !(delimiter && delimiter.contentEnd < jpegEnd);
    const end = atJpegEnd ? jpegEnd : (delimiter?.contentEnd ?? slice.length);

    if (part.buffer && !part.accepted && !part.jpeg.begun && part.jpeg.state === "lost") {
      part.buffer = undefined;
      yield { kind: "skipped", reason: "type" };
    }
    if (part.buffer) {
      const size = part.buffer.length + end;
      // The last bytes may be the start of the delimiter, which does not count.
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
      // The rest of the line belongs to the delimiter.
      line = lines.delimiter ?? "";
      return from + delimiter.next;
    }
    if (part.left !== undefined) {
      part.left -= slice.length;
      if (part.left === 0) {
        // A length that ends within the JPEG or within a delimiter is wrong: the content decides.
        part.left = undefined;
        if (!part.buffer || ((part.jpeg.state === "ended" || part.jpeg.state === "lost") && !part.search.begun))
          yield* closeContent(part);
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
        const lineFeed = bytes.indexOf(0x0a, index);
        const end = lineFeed < 0 ? bytes.length : lineFeed;
        // One character more than the limit marks a line as too long.
        const room = Math.max(0, Math.min(end - index, maxHeaderBytes + 1 - line.length));
        line += Buffer.from(bytes.buffer, bytes.byteOffset + index, room).toString("latin1");
        if (headers) headerBytes += end - index + (lineFeed < 0 ? 0 : 1);
        index = lineFeed < 0 ? end : lineFeed + 1;
        if (lineFeed >= 0) yield* readLine();
      }
    },
    get recognised() {
      return recognised;
    },
  };
}

/** Parses a length from 1 to `max` bytes; `undefined` for anything else, where the content decides. */
function readLength(text: string | undefined, max: number): number | undefined {
  const length = text && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return length > 0 && length <= max ? length : undefined;
}
