/** Converts frames between RGB and the formats of codecs, off the main thread. */
import type { ImageSize } from "@framewire/codec/validate";
import type { AvBinding, AvFrame } from "../binding/av-binding.ts";
import { colourRange, colourSpace, pixelFormats } from "../binding/constants.ts";

/** A converter. Its calls do not overlap. */
export interface PixelConverter {
  /** Writes the pixels of `source` to `target`, in its size, format, colour space and range. */
  convert(target: AvFrame, source: AvFrame): Promise<void>;
  /** Releases its memory. */
  close(): void;
}

/** Creates a converter with libswscale. It is set up anew where sizes or formats change. */
export function createPixelConverter(av: AvBinding): PixelConverter {
  const scaler = new av.SoftwareScaleContext();
  scaler.allocContext();
  av.Option.set(scaler, "sws_flags", "bilinear", 0);
  return {
    async convert(target, source) {
      const result = await scaler.scaleFrame(target, source);
      if (result < 0) throw new Error(`the pixels cannot be converted (error ${result})`);
    },
    close: () => scaler.freeContext(),
  };
}

/** Allocates an RGB frame. */
export function allocateRgb(av: AvBinding, size: ImageSize, format: number = pixelFormats.RGB): AvFrame {
  return allocate(av, { ...size, format, colorSpace: colourSpace.rgb, colorRange: colourRange.full });
}

/** Allocates a frame with memory for its pixels. */
export function allocate(av: AvBinding, fields: FrameFields): AvFrame {
  const frame = new av.Frame();
  frame.alloc();
  Object.assign(frame, fields);
  const result = frame.getBuffer();
  if (result >= 0) return frame;
  frame.free();
  throw new Error(`there is no memory for ${fields.width}x${fields.height} pixels (error ${result})`);
}

type FrameFields = Pick<AvFrame, "width" | "height" | "format" | "colorSpace" | "colorRange">;
