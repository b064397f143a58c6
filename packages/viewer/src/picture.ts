import type { EncodedFrame } from "@framewire/media";

const types: Readonly<Record<string, string>> = { jpeg: "image/jpeg", webp: "image/webp" };

/** The media type of a codec's pictures, where a browser shows them one by one. */
export function mediaType(codec: string): string | undefined {
  return types[codec];
}

/** The capture time as the `X-Timestamp` header of MJPEG servers has it: seconds with six decimals. */
export function timestampHeader(frame: EncodedFrame): string {
  return (frame.timestamp / 1e6).toFixed(6);
}
