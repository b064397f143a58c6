/** Frames, sources, and the parts that all Framewire packages share. */
export { onAbort, sleep } from "./abort.ts";
export { abortable } from "./abortable.ts";
export { type Backoff, backoffDelay } from "./backoff.ts";
export { now } from "./clock.ts";
export { parseDuration } from "./duration.ts";
export {
  bytesPerPixel,
  type EncodedFrame,
  type FrameInfo,
  type FrameTimes,
  isEncoded,
  type PixelFormat,
  type VideoFrame,
} from "./frame.ts";
export { latest } from "./latest.ts";
export { createLatestSlot, type LatestSlot } from "./latest-slot.ts";
export { type Logger, silent } from "./log.ts";
export { type RetryingOptions, retrying } from "./retrying.ts";
export { type SharedSource, type Subscription, share } from "./share.ts";
export type { OpenOptions, Source, SourceDescription, VideoSource } from "./source.ts";
export { TokenBucket, type TokenBucketOptions } from "./token-bucket.ts";
