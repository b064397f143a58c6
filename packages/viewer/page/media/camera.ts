/** The page's camera: opening and sharing it. */

import { pageId, pageName, socketAddress } from "../state/address.ts";
import type { FromCamera, ToCamera } from "./camera-messages.ts";
import { startWorker } from "./player.ts";

/** Which camera to open, and its frame size. */
export interface CameraChoice {
  /** Chooses a camera by its direction, or by its id. */
  readonly facing?: "user" | "environment";
  readonly deviceId?: string;
  readonly width: number;
  readonly height: number;
}

/** A camera that is open on this page. */
export interface OpenCamera {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  readonly label: string;
  /** The camera faces the person at the page, who expects a mirror image. */
  readonly mirrored: boolean;
}

/** Chromium's stream of a track's frames; missing in TypeScript's types of a page. */
declare const MediaStreamTrackProcessor:
  | undefined
  | (new (init: {
      readonly track: MediaStreamTrack;
      readonly maxBufferSize: number;
    }) => {
      readonly readable: ReadableStream<VideoFrame>;
    });

/** Opens a camera. Rejects with a sentence. */
export async function openCamera({ facing, deviceId, width, height }: CameraChoice): Promise<OpenCamera> {
  if (!navigator.mediaDevices) {
    throw new Error(
      "Browsers allow a page the camera only over https or on this machine. Start with --view-host 0.0.0.0 and open the https link that is printed.",
    );
  }
  const choice = deviceId ? { deviceId: { exact: deviceId } } : facing ? { facingMode: { ideal: facing } } : {};
  const video = { ...choice, width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false }).catch((error: DOMException) => {
    throw new Error(sentences[error.name] ?? `The camera cannot be opened: ${error.message}`, { cause: error });
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error("The camera has no video track.");
  // A webcam has no facing mode; it faces the person.
  return { stream, track, label: track.label, mirrored: (track.getSettings().facingMode ?? "user") === "user" };
}

const sentences: Readonly<Record<string, string>> = {
  NotAllowedError: "The browser does not allow the camera. Allow it beside the address, then try again.",
  NotFoundError: "This device has no camera.",
  NotReadableError: "Another program uses the camera. Close it there, then try again.",
  OverconstrainedError: "That camera is no longer connected. Choose another one.",
};

/** Hooks of {@link shareCamera}. */
export interface SharingHooks {
  onStats(stats: Extract<FromCamera, { kind: "stats" }>): void;
  onConnection(message: string | undefined): void;
  /** The reason of the end; an empty string when this page ended it. */
  onEnd(message: string): void;
}

/** Sends a camera to the gateway until one of the two sides ends it. Returns a function that ends it and closes the camera. */
export function shareCamera({ stream, track }: OpenCamera, hooks: SharingHooks): () => void {
  const worker = startWorker();
  let ended = false;
  let stopCapture = (): void => {};

  function post(message: ToCamera, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  function end(message: string): void {
    if (ended) return;
    ended = true;
    stopCapture();
    post({ kind: "close" });
    setTimeout(() => worker.terminate(), 3000);
    for (const each of stream.getTracks()) each.stop();
    hooks.onEnd(message);
  }

  worker.onmessage = ({ data }) => {
    const message = data as FromCamera;
    if (message.kind === "stats") hooks.onStats(message);
    else if (message.kind === "connected") hooks.onConnection(undefined);
    else if (message.kind === "disconnected") hooks.onConnection(message.message);
    else end(message.message);
  };
  track.addEventListener("ended", () => end("The camera is disconnected."));

  const url = socketAddress("camera");
  const common = { kind: "share", url, name: pageName(), instanceId: pageId } as const;
  if (typeof MediaStreamTrackProcessor !== "undefined" && MediaStreamTrackProcessor) {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 });
    post({ ...common, frames: readable }, [readable]);
  } else {
    post({ ...common, frames: undefined });
    stopCapture = captureFrames(stream, (bitmap) => post({ kind: "frame", bitmap }, [bitmap]));
  }
  return () => end("");
}

/** Captures frames from a video element, for browsers without a stream of frames. Returns a function that stops it. */
function captureFrames(stream: MediaStream, onFrame: (bitmap: ImageBitmap) => void): () => void {
  const video = document.createElement("video");
  let stopped = false;
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  void video.play().catch(() => {});
  const next = async (): Promise<void> => {
    if (stopped) return;
    const bitmap = await createImageBitmap(video).catch(() => undefined);
    if (stopped) bitmap?.close();
    else {
      if (bitmap) onFrame(bitmap);
      video.requestVideoFrameCallback(() => void next());
    }
  };
  video.requestVideoFrameCallback(() => void next());
  return () => {
    stopped = true;
    video.srcObject = null;
  };
}
