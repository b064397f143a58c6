/** What the page tells the worker of a stream. */
export type ToPlayer =
  | {
      readonly kind: "watch";
      /** Address of the stream's connection. */
      readonly url: string;
      /** What the page calls itself. */
      readonly name: string;
      readonly canvas: OffscreenCanvas;
      /** How long to rest after each picture, in milliseconds: what is small needs not all of them. */
      readonly restMs: number;
    }
  /** Whether anybody looks now. */
  | { readonly kind: "look"; readonly looks: boolean }
  /** Asks for the newest picture as it came. */
  | { readonly kind: "snapshot" }
  /** Shows the pictures as a video track too; null ends that. */
  | { readonly kind: "mirror"; readonly writable: WritableStream<VideoFrame> | null }
  | { readonly kind: "close" };

/** How it goes with the pictures of one stream. */
export interface PlayerStats {
  /** Pictures a second that were shown. */
  readonly fps: number;
  /** Bits a second that came. */
  readonly bitrate: number;
  /** Round trip between the page and the gateway, in milliseconds. */
  readonly rttMs: number | undefined;
  /** Level of the newest picture; 0 is the best. */
  readonly level: number;
  readonly codec: string;
  /** From capture until the picture was drawn, in milliseconds, over the last five seconds. */
  readonly age: { readonly p50: number; readonly p95: number } | undefined;
  /** The same of the pictures since the last report alone: the middle one and the oldest. */
  readonly recent: { readonly typical: number; readonly worst: number } | undefined;
  /** How long ago the newest picture was drawn, in milliseconds. */
  readonly quietMs: number;
}

/** What the worker of a stream tells the page. */
export type FromPlayer =
  /** There is a connection to the gateway. */
  | { readonly kind: "connected" }
  /** There is none any more; another attempt follows. */
  | { readonly kind: "disconnected"; readonly message: string }
  /** The first picture since the last connection is drawn, or one of another size. */
  | { readonly kind: "picture"; readonly width: number; readonly height: number }
  /** The pictures cannot be decoded. */
  | { readonly kind: "undecodable"; readonly message: string }
  | { readonly kind: "stats"; readonly stats: PlayerStats }
  /** The newest picture as it came; without data when there was none. */
  | { readonly kind: "snapshot"; readonly data?: Uint8Array<ArrayBuffer>; readonly codec?: string };
