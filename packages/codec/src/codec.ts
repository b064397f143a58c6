/** The interface of a codec. */
import type { EncodedFrame, VideoFrame } from "@framewire/media";

/**
 * A way to encode frames. A codec is a plain object without state: state is in the encoders and decoders that it creates.
 * `codecChecks` of `@framewire/codec/compliance` tests one.
 */
export interface Codec {
  /** Name on the wire and in {@link EncodedFrame.codec}, such as `"jpeg"`. */
  readonly name: string;
  /** The library behind it, for people, such as `"libjpeg-turbo"`. */
  readonly implementation?: string;
  /** Creates an encoder for one stream. Throws a `RangeError` where an option is out of range. */
  createEncoder(options?: EncoderOptions): Encoder;
  /** Creates a decoder for one stream. Throws a `RangeError` where an option is out of range. */
  createDecoder(options?: DecoderOptions): Decoder;
}

/** Encodes frames. Named after WebCodecs' `VideoEncoder`. */
export interface Encoder {
  /**
   * Encodes one frame; `sequence`, `timestamp`, `width` and `height` are carried over. Calls are made in the order of the
   * frames and can overlap: each promise belongs to its own frame. An encoder whose frames depend on each other encodes in
   * the order of the calls.
   *
   * Rejects with a `CodecError` where this one frame cannot be encoded, and with another error where no frame can, as after
   * `close()`.
   */
  encode(frame: VideoFrame, options?: FrameEncodeOptions): Promise<EncodedFrame>;
  /** Releases the encoder's resources. Idempotent. */
  close(): Promise<void>;
}

/** Options of {@link Encoder.encode}. A codec whose frames are all key frames ignores them. */
export interface FrameEncodeOptions {
  /** Makes a key frame. Default false. As in WebCodecs' `VideoEncoderEncodeOptions`. */
  readonly keyFrame?: boolean;
  /** Most bytes of this frame. An encoder keeps it by lowering the quality, for at least 99 of 100 frames. Default: no limit. */
  readonly maxBytes?: number | undefined;
}

/** Options of {@link Codec.createEncoder}. A codec ignores those that it has no use for. */
export interface EncoderOptions {
  /** A whole number from 1 (smallest) to 100 (best). Default 80. */
  readonly quality?: number;
}

/** Decodes frames. Named after WebCodecs' `VideoDecoder`. */
export interface Decoder {
  /**
   * Decodes one frame to format `"RGB"`; `sequence`, `timestamp`, `width` and `height` are carried over. Calls can overlap,
   * as those of {@link Encoder.encode}. Where the result has a `close()`, calling it lets a later frame use its memory.
   *
   * The pixels are as the image is to be shown: upright by its Exif orientation, and in sRGB where it has a colour profile.
   *
   * Rejects with a `CodecError` where this one frame cannot be decoded: it is damaged or truncated, is of another codec, has
   * more pixels than `maxPixels` (checked before decoding), or has another size than its frame says. Rejects with another
   * error where no frame can be decoded, as after `close()`.
   */
  decode(frame: EncodedFrame): Promise<VideoFrame>;
  /** Releases the decoder's resources. Idempotent. */
  close(): Promise<void>;
}

/** Options of {@link Codec.createDecoder}. */
export interface DecoderOptions {
  /**
   * Decodes damaged images as far as browsers do. It is called for the first of them, with the library's warning. Without it
   * they are refused. For the frames of one's own camera: some make JPEGs that libraries only warn about.
   */
  readonly onWarning?: (message: string) => void;
  /** Most pixels (width times height) of a frame; larger ones are refused. Default 67,108,864: 8192x8192. */
  readonly maxPixels?: number;
}
