/** Checks a frame before it is sent. */
import type { EncodedFrame } from "@framewire/media";
import type { Hello } from "../wire/hello.ts";
import { InvalidFrameError } from "./invalid-frame-error.ts";

/** The longest side of a frame, in pixels. */
const maxSide = 65_535;

/** Throws for a frame that the peer would end the connection for: the mistake is named where it was made. */
export function checkFrame({ codec, width, height }: EncodedFrame, remote: Hello): void {
  if (!remote.codecs.includes(codec)) {
    throw new InvalidFrameError(
      "codec",
      `A frame in "${codec}" was not sent: the other side decodes ${remote.codecs.join(", ")}. Encode it in the connection's codecs.send.`,
    );
  }
  if (!isSide(width) || !isSide(height)) {
    throw new InvalidFrameError(
      "size",
      `A frame of ${width}x${height} pixels was not sent: each side must be 1 to ${maxSide}.`,
    );
  }
}

function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels >= 1 && pixels <= maxSide;
}
