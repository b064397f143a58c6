import type { Codec } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import type { SharedCamera } from "./streams/shared-camera.ts";
import type { StreamRegistry } from "./streams/stream-registry.ts";

/** What the routes share. */
export interface Gateway {
  readonly title: string;
  readonly registry: StreamRegistry;
  readonly log: Logger;
  readonly codecs: readonly Codec[];
  /** Aborts when the viewer closes. */
  readonly signal: AbortSignal;
  /** A reader that takes nothing for this long is cut off, at the latest after twice the time. */
  readonly stallTimeoutMs: number;
  /** How long a reader may take what is under way when the viewer closes. */
  readonly graceMs: number;
  /** How long a snapshot waits for a fresh picture. */
  readonly snapshotTimeoutMs: number;
  readonly onHangUp: (() => void) | undefined;
  readonly onCamera: ((camera: SharedCamera) => void) | undefined;
  /** Responses and sockets that have no end in sight, so that closing can wait for them. */
  readonly open: Set<Promise<void>>;
}
