/** The ffmpeg source and the program that it runs. */
export { type CameraMode, type CameraModesOptions, listCameraModes } from "../cameras/list-camera-modes.ts";
export { type CameraDevice, listCameras } from "../cameras/list-cameras.ts";
export { type FfmpegOptions, ffmpeg } from "./ffmpeg.ts";
export { isInput } from "./input/parse-input.ts";
export { ffmpegVersion } from "./process/ffmpeg-version.ts";
export { findFfmpeg, requireFfmpeg } from "./process/find-ffmpeg.ts";
