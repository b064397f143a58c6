/** The H.264 codec. */
import type { Codec } from "@framewire/codec";
import type { AvBinding } from "../binding/av-binding.ts";
import { loadAv } from "../binding/load-av.ts";
import { createH264Decoder } from "./h264-decoder.ts";
import { createH264Encoder } from "./h264-encoder.ts";

/**
 * H.264 (ITU-T H.264) through libx264 and FFmpeg's decoder; `undefined` where the native library is not installed.
 *
 * A frame goes in, a frame comes out: no B-frames, no look-ahead, one thread (x264's `zerolatency`). Frames are delta frames
 * but for the first, those that `keyFrame` asks for, and those where the size changes. `maxBytes` holds for the very next
 * frame, key frames included: it is the size of the buffer of x264's model decoder (VBV, ITU-T H.264 annex C), refilled whole
 * for each frame. `quality` is the upper limit of the quality, so a still scene takes few bytes.
 *
 * 4:2:0, BT.601, limited range. At most 8192 pixels a side. The picture's sides are even: an odd frame is encoded with its
 * last column or row twice, and decoders leave that out.
 */
export const h264: Codec | undefined = createH264(loadAv());

function createH264(av: AvBinding | undefined): Codec | undefined {
  return (
    av && {
      name: "h264",
      implementation: "libx264",
      createEncoder: (options = {}) => createH264Encoder(av, options),
      createDecoder: (options = {}) => createH264Decoder(av, options),
    }
  );
}
