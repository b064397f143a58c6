/** Predicts the level at which a camera's frames fit a link. */
import { ladder, type Rendition } from "@framewire/codec/ladder";

/** Returns the best level of the default ladder that the link has room for, by the controller's rule. */
export function predictLevel(
  { width, height, fps, bytes }: CameraStream,
  { bitsPerSecond, rttMs }: LinkEstimate,
): PredictedRendition {
  const bytesPerMs = bitsPerSecond / 8000;
  const budgetMs = (maxLatencyMs - rttMs / 2 - maxQueueMs) * (1 - latencyReserve);
  const sendMs = ({ relativeBytes }: Rendition): number => (bytes * relativeBytes) / bytesPerMs;
  const maxSendMs = Math.min((maxUtilisation * 1000) / fps, Math.max(budgetMs, 0));
  const found = ladder.findIndex((candidate) => sendMs(candidate) <= maxSendMs);
  const level = found < 0 ? ladder.length - 1 : found;
  const { quality, scale, relativeBytes } = ladder[level] as Rendition;
  const possibleFps = (bytesPerMs * 1000) / (bytes * relativeBytes);
  return {
    level,
    quality,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    fps: Math.min(fps, possibleFps),
  };
}

/** The video of a camera at the best level. */
export interface CameraStream {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Size of a frame. */
  readonly bytes: number;
}

/** The measured link to a peer. */
export interface LinkEstimate {
  readonly bitsPerSecond: number;
  readonly rttMs: number;
}

/** The rendition of a camera's video that fits a link. */
export interface PredictedRendition extends Pick<Rendition, "quality"> {
  /** Level of the ladder; 0 is the best. */
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Lower than the camera's if not even the last level fits. */
  readonly fps: number;
}

/** A camera, and the rendition that the peer would receive. */
export interface CameraPrediction {
  readonly camera: Omit<CameraStream, "bytes">;
  readonly rendition: PredictedRendition;
}

/**
 * A street at the quality of the best level, as `pnpm bench codec` measures it: outdoor scenes are about the largest
 * frames that a camera of this size produces.
 */
export const streetCameras: readonly CameraStream[] = [
  { width: 1280, height: 720, fps: 30, bytes: 121_774 },
  { width: 1920, height: 1080, fps: 30, bytes: 213_610 },
];

/** The controller's limits: docs/latency.md, “Which level”. */
const maxUtilisation = 0.88;
const latencyReserve = 0.15;
const maxQueueMs = 6;

/** The default latency target. */
const maxLatencyMs = 150;
