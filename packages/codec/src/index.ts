/** Codecs for live frames, and the simulcast: one source for many receivers. */
export type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions, FrameEncodeOptions } from "./codec.ts";
export { CodecError, isCodecError } from "./codec-error.ts";
export { type DecodedFrames, type DecodeOptions, decode, type EncodeOptions, encode } from "./encode-stream.ts";
export { jpeg } from "./jpeg/jpeg.ts";
export { jpegSharp } from "./jpeg/jpeg-sharp.ts";
export { jpegTurbo } from "./jpeg/jpeg-turbo.ts";
export { ladder, ladderFrom, type Rendition } from "./ladder/ladder.ts";
export { parseLadder } from "./ladder/parse-ladder.ts";
export { createSimulcast } from "./simulcast/create-simulcast.ts";
export type { EncodingOptions } from "./simulcast/encoding-options.ts";
export { NoCommonCodecError } from "./simulcast/no-common-codec-error.ts";
export type { RenditionStats, Simulcast, SimulcastOptions, SubscribeOptions } from "./simulcast/simulcast.ts";
export { webp } from "./webp/webp.ts";
