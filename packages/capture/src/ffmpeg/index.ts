export { type CameraMode, type CameraModesOptions, listCameraModes } from "./camera-modes.ts";
export { type CameraInfo, listCameras } from "./cameras.ts";
export { type FfmpegOptions, ffmpeg } from "./ffmpeg.ts";
export { isInput } from "./parse-input.ts";
export { findFfmpeg, requireFfmpeg } from "./program.ts";
export { ffmpegVersion } from "./version.ts";
