/**
 * Live video both ways between two machines over one connection.
 *
 * The main entry points are {@link listen}, {@link connect} and {@link reconnecting}. Each part is also a package of its
 * own, with more options: `@framewire/server`, `@framewire/client`, `@framewire/capture`, `@framewire/codec` and others.
 *
 * @module
 */
export { type MjpegOptions, mjpeg, type ParseSourceOptions, parseSource, SourceError } from "@framewire/capture";
export { type ClientOptions, connect, reconnecting, UnreachableError } from "@framewire/client";
export {
  type Codec,
  CodecError,
  createSimulcast,
  type DecodeOptions,
  decode,
  type EncodeOptions,
  type EncodingOptions,
  encode,
  jpeg,
  NoCommonCodecError,
  type Rendition,
  type Simulcast,
  type SimulcastOptions,
  webp,
} from "@framewire/codec";
export type { EncodedFrame, Logger, Source, SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
export {
  type CloseInfo,
  type Connection,
  ConnectionClosedError,
  type ConnectionStats,
  InvalidFrameError,
  ProtocolError,
} from "@framewire/protocol";
export { type ClientSecurity, createPairingKey, SecurityError, type ServerSecurity } from "@framewire/security";
export { type ListenOptions, listen, type Server } from "@framewire/server";
export { type PatternOptions, pattern } from "@framewire/test-pattern";
