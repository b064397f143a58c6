/** Repair of JPEGs from cameras. */
import { readJpegHeader } from "@framewire/media/jpeg";
import { insertHuffmanTables } from "./huffman-tables.ts";

/** A JPEG that a decoder accepts, and its size. */
export interface JpegImage {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Reads the headers of a JPEG and repairs two things that cameras get wrong: line ends before the JPEG are removed, and
 * one that lacks its Huffman tables gets the standard ones. Otherwise `data` is the same memory. Returns a reason such as
 * `"it is empty"` where the content is no JPEG that can be decoded.
 */
export function repairJpeg(content: Uint8Array): JpegImage | string {
  let start = 0;
  while (content[start] === 0x0d || content[start] === 0x0a) start++;
  const data = content.subarray(start);
  if (data.length === 0) return "it is empty";
  const header = readJpegHeader(data);
  if (typeof header === "string") return header;
  const { width, height, scanIndex, lacksHuffmanTables } = header;
  return { width, height, data: lacksHuffmanTables ? insertHuffmanTables(data, scanIndex) : data };
}
