/** Messages between the page and the worker that plays a stream. */

/** Messages from the page to the worker that plays a stream. */
export type ToPlayer =
  | {
      readonly kind: "play";
      /** Address of the stream's connection. */
      readonly url: string;
      /** The page's name. */
      readonly name: string;
      readonly canvas: OffscreenCanvas;
      /** Pause after each frame, in milliseconds, for streams that do not need every frame. */
      readonly restMs: number;
    }
  /** Whether the page wants frames. */
  | { readonly kind: "demand"; readonly wanted: boolean }
  /** Requests the newest frame as it was received. */
  | { readonly kind: "snapshot" }
  /** Writes the frames to a video track too; null ends that. */
  | { readonly kind: "mirror"; readonly writable: WritableStream<VideoFrame> | null }
  | { readonly kind: "close" };

/** Figures of one stream on this page. */
export interface PlayerStats {
  /** Frames shown per second. */
  readonly fps: number;
  /** Bits received per second. */
  readonly bitrate: number;
  /** Round trip between the page and the gateway, in milliseconds. */
  readonly rttMs: number | undefined;
  /** Level of the newest frame; 0 is the best. */
  readonly level: number;
  readonly codec: string;
  /** From capture to drawing, in milliseconds, over the last five seconds. */
  readonly age: { readonly p50: number; readonly p95: number } | undefined;
  /** The same since the last report. */
  readonly recent: { readonly median: number; readonly max: number } | undefined;
  /** Milliseconds since the newest frame was drawn. */
  readonly quietMs: number;
}

/** Messages from the worker that plays a stream to the page. */
export type FromPlayer =
  /** The connection to the gateway is open. */
  | { readonly kind: "connected" }
  /** The connection has ended; another attempt follows. */
  | { readonly kind: "disconnected"; readonly message: string }
  /** The first frame of a connection was drawn, or one of another size. */
  | { readonly kind: "size"; readonly width: number; readonly height: number }
  /** A frame cannot be decoded. */
  | { readonly kind: "undecodable"; readonly message: string }
  | { readonly kind: "stats"; readonly stats: PlayerStats }
  /** The newest frame as it was received; without data when there was none. */
  | { readonly kind: "snapshot"; readonly data?: Uint8Array<ArrayBuffer>; readonly codec?: string };
