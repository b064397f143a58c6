export type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
export { CodecError, isCodecError } from "./codec-error.ts";
export {
  createEncodings,
  type EncodingStats,
  type Encodings,
  type EncodingsOptions,
  type ReceiverOptions,
} from "./encodings.ts";
export { jpeg } from "./jpeg.ts";
export { jpegSharp } from "./jpeg-sharp.ts";
export { jpegTurbo } from "./jpeg-turbo.ts";
export { type Level, ladder, ladderFrom } from "./ladder.ts";
export { NoCommonCodecError } from "./no-common-codec-error.ts";
export { parseLevels } from "./parse-levels.ts";
export { type DecodeOptions, type Decoding, decode, type EncodeOptions, encode } from "./stages.ts";
export { webp } from "./webp.ts";
