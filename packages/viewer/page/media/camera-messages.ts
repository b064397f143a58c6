/** Messages between the page and the worker that sends its camera. */

/** Messages from the page to the worker that sends its camera. */
export type ToCamera =
  | {
      readonly kind: "share";
      /** Address of the connection for cameras. */
      readonly url: string;
      /** The page's name, and its identity over reconnections. */
      readonly name: string;
      readonly instanceId: string;
      /** The camera's frames, when the browser has a stream of them; else they follow as `frame` messages. */
      readonly frames: ReadableStream<VideoFrame> | undefined;
    }
  /** One frame of the camera. */
  | { readonly kind: "frame"; readonly bitmap: ImageBitmap }
  | { readonly kind: "close" };

/** Messages from the worker that sends the camera to the page. */
export type FromCamera =
  | { readonly kind: "connected" }
  /** The connection was lost; another attempt follows. */
  | { readonly kind: "disconnected"; readonly message: string }
  /** One of the two sides ended the connection. No other attempt follows. */
  | { readonly kind: "ended"; readonly message: string }
  /** Sent once per second. */
  | { readonly kind: "stats"; readonly demand: boolean; readonly fps: number; readonly level: number };
