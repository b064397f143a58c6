import type { EncodedFrame, VideoFrame } from "@framewire/media";

/** What an {@link Encoder} is made with. A codec takes what it has a use for. */
export interface EncoderOptions {
  /** How much of the picture survives: a whole number from 1 (smallest) to 100 (best). Default 80. */
  readonly quality?: number;
}

/** What a {@link Decoder} is made with. */
export interface DecoderOptions {
  /** Pixels (width times height) of the largest picture that is decoded. Default 67,108,864: 8192x8192. */
  readonly maxPixels?: number;
}

/** Turns pixels into encoded frames. Named after WebCodecs' `VideoEncoder`. */
export interface Encoder {
  /**
   * Encodes one picture; `sequence`, `timestamp`, `width` and `height` are carried over. Calls come in
   * the order of the frames and may overlap: each promise belongs to its own frame. An encoder whose
   * frames depend on each other works the calls off in the order in which they were made.
   *
   * Rejects with a {@link CodecError} when this one frame cannot be encoded, and with another error when
   * no frame can, as after `close()`.
   */
  encode(frame: VideoFrame): Promise<EncodedFrame>;
  /** Releases what the encoder holds. Idempotent. */
  close(): Promise<void>;
}

/** Turns encoded frames into pixels. Named after WebCodecs' `VideoDecoder`. */
export interface Decoder {
  /**
   * Decodes one picture to format `"RGB"`; `sequence`, `timestamp`, `width` and `height` are carried
   * over. Calls may overlap, as those of {@link Encoder.encode} do. Where the frame has a `close()`, the
   * decoder uses its memory again for a later picture once that was called.
   *
   * Rejects with a {@link CodecError} when this one frame cannot be decoded: it is damaged or cut short,
   * is of another codec, has more pixels than `maxPixels` (found out before decoding), or is not as
   * large as it says. Rejects with another error when no frame can be decoded, as after `close()`.
   */
  decode(frame: EncodedFrame): Promise<VideoFrame>;
  /** Releases what the decoder holds. Idempotent. */
  close(): Promise<void>;
}

/**
 * A way to write a picture. A codec is a plain object without state of its own: state lives in the
 * encoders and decoders that it makes. `@framewire/codec/compliance` checks one.
 */
export interface Codec {
  /** Name on the wire and in {@link EncodedFrame.codec}, such as `"jpeg"`. */
  readonly name: string;
  /** The library that does the work, for people, such as `"libjpeg-turbo"`. */
  readonly implementation?: string;
  /** Makes an encoder for one stream. Throws a `RangeError` when an option is out of range. */
  createEncoder(options?: EncoderOptions): Encoder;
  /** Makes a decoder for one stream. Throws a `RangeError` when an option is out of range. */
  createDecoder(options?: DecoderOptions): Decoder;
}
