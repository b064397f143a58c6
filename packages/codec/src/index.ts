export type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
export { CodecError, isCodecError } from "./codec-error.ts";
export { type DecodeOptions, type Decoding, decode, type EncodeOptions, encode } from "./encode-stream.ts";
export { jpeg } from "./jpeg/jpeg.ts";
export { jpegSharp } from "./jpeg/jpeg-sharp.ts";
export { jpegTurbo } from "./jpeg/jpeg-turbo.ts";
export {
  createEncodings,
  type EncodingStats,
  type Encodings,
  type EncodingsOptions,
  type ReceiverOptions,
} from "./simulcast/create-simulcast.ts";
export { type Level, ladder, ladderFrom } from "./simulcast/ladder.ts";
export { NoCommonCodecError } from "./simulcast/no-common-codec-error.ts";
export { parseLevels } from "./simulcast/parse-levels.ts";
export { webp } from "./webp/webp.ts";
