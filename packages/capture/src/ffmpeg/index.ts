export { type CameraMode, type CameraModesOptions, listCameraModes } from "../cameras/list-camera-modes.ts";
export { type CameraInfo, listCameras } from "../cameras/list-cameras.ts";
export { type FfmpegOptions, ffmpeg } from "./ffmpeg.ts";
export { isInput } from "./input/parse-input.ts";
export { ffmpegVersion } from "./process/ffmpeg-version.ts";
export { findFfmpeg, requireFfmpeg } from "./process/find-ffmpeg.ts";
