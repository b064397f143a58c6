import { insertHuffmanTables } from "./huffman-tables.ts";
import { readJpegHeader } from "./jpeg-header.ts";

/** A JPEG that a decoder can show. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Looks at the content of a part: gives the picture, its bytes as they came, or says in a few words why it is
 * none. Two things are mended: line ends before the JPEG are left out, and one that lacks its Huffman tables
 * gets the standard ones.
 */
export function readPicture(content: Uint8Array): Picture | string {
  let start = 0;
  while (content[start] === 0x0d || content[start] === 0x0a) start++;
  const data = content.subarray(start);
  if (data.length === 0) return "it is empty";
  const header = readJpegHeader(data);
  if (typeof header === "string") return header;
  const { width, height, scan, lacksHuffmanTables } = header;
  return { width, height, data: lacksHuffmanTables ? insertHuffmanTables(data, scan) : data };
}
