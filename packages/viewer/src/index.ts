export { isLoopback } from "./door.ts";
export { liveFrames } from "./live-frames.ts";
export type { SharedCamera } from "./shared-camera.ts";
export type { CameraInfo, StreamInfo, ViewerState } from "./state.ts";
export type { StreamOptions, StreamRole, StreamState, StreamStats, StreamUpdate, ViewerStream } from "./stream.ts";
export { createViewer, type NoticeOptions, type Viewer, type ViewerOptions } from "./viewer.ts";
