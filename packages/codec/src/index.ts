export type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
export { CodecError, isCodecError } from "./codec-error.ts";
export { createEncodings, type EncodingStats, type Encodings, type EncodingsOptions } from "./encodings.ts";
export { jpeg } from "./jpeg.ts";
export { jpegSharp } from "./jpeg-sharp.ts";
export { jpegTurbo } from "./jpeg-turbo.ts";
export { NoCommonCodecError } from "./no-common-codec-error.ts";
export { type DecodeOptions, type Decoding, decode, type EncodeOptions, encode } from "./stages.ts";
export { webp } from "./webp.ts";
