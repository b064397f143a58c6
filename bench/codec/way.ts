import { createRequire } from "node:module";
import type { Codec } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { type BothCosts, repeated, type Work } from "./compare.ts";

/** A way to encode and decode one picture. */
export interface Way extends Work<BothCosts> {
  readonly what: string;
  /** Of the encoded picture. */
  readonly bytes: number;
  /** RGB, as it comes back. */
  readonly pixels: Uint8Array;
}

/** As much of sharp as its defaults need. It is the codec package's own, so that both are of one version. */
interface Sharp {
  jpeg(options: { quality: number }): Sharp;
  webp(options: { quality: number }): Sharp;
  raw(): Sharp;
  toBuffer(): Promise<Buffer>;
}
type OpenSharp = (data: Uint8Array, options?: { raw: { width: number; height: number; channels: 3 } }) => Sharp;
const sharp: OpenSharp = createRequire(import.meta.resolve("@framewire/codec"))("sharp");

/** Through an encoder and a decoder, whose pictures are closed when they have been seen. */
export async function throughCodec(what: string, codec: Codec, frame: VideoFrame, quality: number): Promise<Way> {
  const [encoder, decoder] = [codec.createEncoder({ quality }), codec.createDecoder()];
  const encoded = await encoder.encode(frame);
  const decoded = await decoder.decode(encoded);
  return {
    what,
    bytes: encoded.data.length,
    pixels: decoded.data,
    ...both(
      () => encoder.encode(frame),
      async () => (await decoder.decode(encoded)).close?.(),
    ),
  };
}

/** Through sharp, with its own defaults for the format. */
export async function throughSharp(format: "jpeg" | "webp", frame: VideoFrame, quality: number): Promise<Way> {
  const { width, height, data } = frame;
  const encode = () =>
    sharp(data, { raw: { width, height, channels: 3 } })
      [format]({ quality })
      .toBuffer();
  const decode = (picture: Uint8Array) => sharp(picture).raw().toBuffer();
  const encoded = await encode();
  return {
    what: `${format}, sharp's own defaults`,
    bytes: encoded.length,
    pixels: await decode(encoded),
    ...both(encode, () => decode(encoded)),
  };
}

function both(encode: () => Promise<unknown>, decode: () => Promise<unknown>): Work<BothCosts> {
  const [encoding, decoding] = [repeated(encode), repeated(decode)];
  return { run: async () => ({ encode: await encoding.run(), decode: await decoding.run() }) };
}
