/** Repair of JPEGs from cameras. */
import { endAtMarker, type JpegHeader, readJpegHeader } from "@framewire/media/jpeg";
import { cleanHeaders } from "./clean-headers.ts";
import { insertHuffmanTables } from "./huffman-tables.ts";

/** A JPEG that a strict decoder accepts as far as its markers go, and its size. */
export interface JpegImage {
  /** Pixels in a row of the image as it is shown. */
  readonly width: number;
  /** Number of rows of the image as it is shown. */
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Reads the headers of a JPEG and repairs what cameras get wrong outside of the coded data:
 * - bytes before the start marker and between the headers, and a second start marker, are removed;
 * - a JPEG without its Huffman tables gets the standard ones;
 * - one without an end marker gets it, and padding after the end marker is removed.
 *
 * A JPEG that needs no insertion is returned in the same memory. Returns a reason such as `"it is empty"` where the content
 * is no JPEG that can be decoded.
 */
export function repairJpeg(content: Uint8Array): JpegImage | string {
  if (content.every((byte) => byte === 0x0d || byte === 0x0a)) return "it is empty";
  const read = readClean(content);
  if (typeof read === "string") return read;
  const { data, header } = read;
  const { width, height, scanIndex, codedIndex, lacksHuffmanTables } = header;
  const ended = endAtMarker(data, codedIndex);
  return { width, height, data: lacksHuffmanTables ? insertHuffmanTables(ended, scanIndex) : ended };
}

/** Reads the headers as they are, or cleaned where they do not conform. */
function readClean(content: Uint8Array): { readonly data: Uint8Array; readonly header: JpegHeader } | string {
  const header = readJpegHeader(content);
  if (typeof header !== "string" && header.conforming) return { data: content, header };
  const data = cleanHeaders(content);
  const cleaned = data && readJpegHeader(data);
  if (data && cleaned && typeof cleaned !== "string") return { data, header: cleaned };
  return typeof header === "string" ? header : { data: content, header };
}
