/** A camera whose frames are JPEG already. */
import { encode, jpeg } from "@framewire/codec";
import { type EncodedFrame, now, type Source } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";

const size = { width: 1280, height: 720 };
const fps = 30;

/** Encodes one second of the 720p test pattern, and returns a source that repeats it at 30 fps, each frame in new memory. */
export async function encodedPattern(): Promise<Source<EncodedFrame>> {
  const encoder = jpeg.createEncoder();
  const frames: EncodedFrame[] = [];
  for await (const frame of encode(pattern({ ...size, fps })(), encoder)) {
    frames.push(frame);
    if (frames.length === fps) break;
  }
  await encoder.close();
  return async function* (options): AsyncGenerator<EncodedFrame> {
    // A small pattern sets the pace.
    for await (const { sequence } of pattern({ width: 16, height: 16, fps })(options)) {
      const { data, ...frame } = frames[sequence % fps] as EncodedFrame;
      yield { ...frame, sequence, timestamp: now(), data: Uint8Array.from(data) };
    }
  };
}
