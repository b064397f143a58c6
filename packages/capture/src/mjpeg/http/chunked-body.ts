/** The chunked transfer coding (RFC 9112, 7.1). */
import { describeBytes } from "./response-head.ts";

/**
 * Creates a decoder. Where the first line is not the length of a chunk, the camera announces chunks but sends none: all bytes
 * are then the content.
 */
export function createChunkDecoder(): ChunkDecoder {
  /** The line before a chunk, as far as it has arrived; with the line end after the chunk before. */
  let line = "";
  let left = 0;
  let state: "first" | "line" | "data" | "raw" | "ended" = "first";

  /** Reads the line before a chunk. Returns the bytes of it that are content. */
  function readLine(): Buffer | undefined {
    const text = line;
    const length = chunkLine.exec(text)?.[1];
    line = "";
    if (length !== undefined) {
      left = Number.parseInt(length, 16);
      state = left > 0 ? "data" : "ended";
      return undefined;
    }
    const bytes = Buffer.from(text, "latin1");
    if (state !== "first") throw new Error(`it sent ${describeBytes(bytes)} where the length of a chunk has to be`);
    state = "raw";
    return bytes;
  }

  return {
    *push(bytes) {
      let at = 0;
      while (at < bytes.length && state !== "ended") {
        if (state === "raw") {
          yield bytes.subarray(at);
          return;
        }
        if (state === "data") {
          const chunk = bytes.subarray(at, at + left);
          at += chunk.length;
          left -= chunk.length;
          if (left === 0) state = "line";
          yield chunk;
          continue;
        }
        const lineFeed = bytes.indexOf(0x0a, at);
        const end = Math.min(lineFeed < 0 ? bytes.length : lineFeed + 1, at + maxLineBytes);
        line += bytes.toString("latin1", at, end);
        at = end;
        // The line end after a chunk is not a line of its own.
        if (state === "line" && /^\r?\n?$/.test(line)) {
          if (line.endsWith("\n")) line = "";
          continue;
        }
        if (!line.endsWith("\n") && line.length < maxLineBytes && /^[\da-f]/i.test(line)) continue;
        const content = readLine();
        if (content) yield content;
      }
    },
    get ended() {
      return state === "ended";
    },
  };
}

/** Decodes a body in chunks. */
export interface ChunkDecoder {
  /** Yields the content of the next bytes, without a copy. Throws where they are not chunks after the first one was. */
  push(bytes: Buffer): Generator<Buffer, void>;
  /** The last chunk has arrived. */
  readonly ended: boolean;
}

/** A length and extensions. A length of more than 13 digits is not exact as a number. */
const chunkLine = /^\s*([\da-f]{1,13})[\t ]*(?:;.*)?\r?\n$/i;

/** Most bytes of the line before a chunk. */
const maxLineBytes = 1024;
