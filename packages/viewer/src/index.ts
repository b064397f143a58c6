/** The public interface of `@framewire/viewer`. */

export { isLoopback } from "./access/access.ts";
export { parsePublicUrl } from "./access/public-address.ts";
export type { Invitation, InvitationCommand, InvitationLink } from "./streams/invitation.ts";
export { type LiveFramesOptions, liveFrames } from "./streams/live-frames.ts";
export type { SharedCamera } from "./streams/shared-camera.ts";
export type { SharedCameraInfo, StreamInfo, ViewerState } from "./streams/state.ts";
export type {
  StreamRole,
  StreamState,
  StreamStats,
  StreamUpdate,
  ViewerStream,
  ViewerStreamOptions,
} from "./streams/stream.ts";
export { createViewer, type NoticeOptions, type Viewer, type ViewerOptions } from "./viewer.ts";
