import { jpegFormat, webpFormat } from "@framewire/codec/validate";
import type { EncodedFrame } from "@framewire/media";

/** Pixels of the largest picture that is shown: 8192x8192, as much as the codecs decode. */
const maxPixels: number = 8192 * 8192;

/**
 * Says in a sentence why a peer's picture is not given to any decoder, here, in a browser or in another program: it is
 * too large, by what its frame says or by its own header, or these differ. A decoder takes memory for what a header
 * says, and that costs its sender some bytes only.
 */
export function problemOfSize({ codec, width, height, data }: EncodedFrame): string | undefined {
  const says = `${width}x${height}`;
  if (width * height > maxPixels) return `its frame says ${says}, and ${maxPixels} pixels are the limit.`;
  const read = headerReaders.get(codec);
  if (!read) return undefined;
  const header = read(data);
  if (!header) return "its header cannot be read.";
  const is = `${header.width}x${header.height}`;
  return is === says ? undefined : `its frame says ${says}, and its own header ${is}.`;
}

const headerReaders = new Map([jpegFormat, webpFormat].map(({ name, readSize }) => [name, readSize]));
