/** Codecs of FFmpeg's libraries, in process: H.264 with a byte budget for every frame. */
export { h264 } from "./h264/h264.ts";
