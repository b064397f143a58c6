export { isLoopback } from "./access/access.ts";
export { liveFrames } from "./streams/live-frames.ts";
export type { SharedCamera } from "./streams/shared-camera.ts";
export type { CameraInfo, StreamInfo, ViewerState } from "./streams/state.ts";
export type {
  StreamOptions,
  StreamRole,
  StreamState,
  StreamStats,
  StreamUpdate,
  ViewerStream,
} from "./streams/stream.ts";
export { createViewer, type NoticeOptions, type Viewer, type ViewerOptions } from "./viewer.ts";
