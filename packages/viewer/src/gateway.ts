/** What the viewer's routes share. */

import type { Codec } from "@framewire/codec";
import type { Logger } from "@framewire/media";
import type { SharedCamera } from "./streams/shared-camera.ts";
import type { StreamRegistry } from "./streams/stream-registry.ts";

/** The viewer's streams and options, for the routes. */
export interface Gateway {
  readonly title: string;
  readonly registry: StreamRegistry;
  readonly log: Logger;
  readonly codecs: readonly Codec[];
  /** Aborts when the viewer closes. */
  readonly signal: AbortSignal;
  /** A reader that accepts no data for this long is disconnected, after twice the time at most. */
  readonly stallTimeoutMs: number;
  /** How long a reader may take for the last data when the viewer closes. */
  readonly graceMs: number;
  /** How long a snapshot waits for a new frame. */
  readonly snapshotTimeoutMs: number;
  readonly onHangUp: (() => void) | undefined;
  readonly onCamera: ((camera: SharedCamera) => void) | undefined;
  /** Endless responses and sockets. Closing the viewer waits for them. */
  readonly open: Set<Promise<void>>;
}
