export { type CameraMode, type CameraModesOptions, listCameraModes } from "./camera-modes.ts";
export { type CameraInfo, listCameras } from "./cameras.ts";
export { type FfmpegOptions, ffmpeg } from "./ffmpeg.ts";
export { isInput } from "./input/parse-input.ts";
export { findFfmpeg, requireFfmpeg } from "./process/program.ts";
export { ffmpegVersion } from "./process/version.ts";
