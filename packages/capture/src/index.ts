/** Sources of live video frames. */
export {
  type CameraDevice,
  type CameraMode,
  type CameraModesOptions,
  type FfmpegOptions,
  ffmpeg,
  ffmpegVersion,
  findFfmpeg,
  listCameraModes,
  listCameras,
} from "./ffmpeg/index.ts";
export { type Backoff, type MjpegOptions, mjpeg } from "./mjpeg/index.ts";
export { type ParseSourceOptions, parseSource } from "./parse-source.ts";
export { SourceError, type SourceErrorCode } from "./source-error.ts";
export type { SourceReader, SourceReaderOptions } from "./source-reader.ts";
