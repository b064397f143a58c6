/** What the page tells the worker of its camera. */
export type ToCamera =
  | {
      readonly kind: "share";
      /** Address of the connection for cameras. */
      readonly url: string;
      /** What the page calls itself, and who it is over reconnections. */
      readonly name: string;
      readonly instanceId: string;
      /** The camera's frames, where the browser gives them as a stream; else they come one by one. */
      readonly frames: ReadableStream<VideoFrame> | undefined;
    }
  /** One frame of the camera. */
  | { readonly kind: "frame"; readonly bitmap: ImageBitmap }
  | { readonly kind: "close" };

/** What the worker of the camera tells the page. */
export type FromCamera =
  | { readonly kind: "connected" }
  /** The connection was lost; another attempt follows. */
  | { readonly kind: "disconnected"; readonly message: string }
  /** Somebody ended it: there is no other attempt. */
  | { readonly kind: "ended"; readonly message: string }
  /** Once a second. */
  | { readonly kind: "stats"; readonly watched: boolean; readonly fps: number; readonly level: number };
