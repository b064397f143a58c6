/** Converts the frames that the window would show in wrong colours: OpenCV ignores colour profiles. */
import { type Codec, type Decoder, jpeg, webp } from "@framewire/codec";
import { jpegFormat, webpFormat } from "@framewire/codec/validate";
import type { EncodedFrame } from "@framewire/media";

/** High enough that nobody sees the second encoding. */
const quality = 95;

/**
 * Creates a function that returns a frame with a colour profile as an upright JPEG in sRGB, and every other one as it is. Also
 * one that cannot be decoded is returned as it is.
 */
export function createColourConverter(): (frame: EncodedFrame) => Promise<EncodedFrame> {
  const encoder = jpeg.createEncoder({ quality });
  const decoders = new Map<string, Decoder>();

  function decoderOf(codec: Codec): Decoder {
    const decoder = decoders.get(codec.name) ?? codec.createDecoder({ onWarning: () => {} });
    decoders.set(codec.name, decoder);
    return decoder;
  }

  return async (frame) => {
    const input = inputs.find(({ format }) => format.name === frame.codec);
    if (!input?.format.readHeader(frame.data)?.hasIccProfile) return frame;
    try {
      return await encoder.encode(await decoderOf(input.codec).decode(frame));
    } catch {
      return frame;
    }
  };
}

const inputs = [
  { format: jpegFormat, codec: jpeg },
  { format: webpFormat, codec: webp },
];
