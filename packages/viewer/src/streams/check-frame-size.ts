/** Checks that a peer's frame can be decoded without excessive memory. */

import { jpegFormat, webpFormat } from "@framewire/codec/validate";
import type { EncodedFrame } from "@framewire/media";

/** Pixels of the largest frame that is shown: 8192x8192, the most that the codecs decode. */
const maxPixels: number = 8192 * 8192;

/**
 * Returns why no decoder may have a peer's frame, as the end of a sentence; undefined when it is fine. The frame is too
 * large, by its metadata or by its own header, or the two differ. A decoder allocates what the header claims, so that a
 * few bytes from a peer could cost gigabytes, here or in a browser.
 */
export function frameSizeProblem({ codec, width, height, data }: EncodedFrame): string | undefined {
  const claimed = `${width}x${height}`;
  if (width * height > maxPixels) return `its metadata says ${claimed}, and the limit is ${maxPixels} pixels.`;
  const readHeader = headerReaders.get(codec);
  if (!readHeader) return undefined;
  const header = readHeader(data);
  if (!header) return "its header cannot be read.";
  const actual = `${header.width}x${header.height}`;
  return actual === claimed ? undefined : `its metadata says ${claimed}, and its own header ${actual}.`;
}

const headerReaders = new Map([jpegFormat, webpFormat].map(({ name, readHeader }) => [name, readHeader]));
