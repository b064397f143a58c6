import { pageId, pageName, socketAddress } from "../state/address.ts";
import type { FromCamera, ToCamera } from "./camera-messages.ts";
import { startWorker } from "./player.ts";

/** Which camera, and how large. */
export interface CameraChoice {
  /** A camera by its direction, or by its id. */
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
  /** It looks at the person who looks at the page, who expects a mirror. */
  readonly mirrored: boolean;
}

/** Where Chromium gives a track's frames; missing in TypeScript's types of a page. */
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
      "Browsers give a page the camera only on https or on this machine. Start with --view-host 0.0.0.0 and open the https link that is printed.",
    );
  }
  const which = deviceId ? { deviceId: { exact: deviceId } } : facing ? { facingMode: { ideal: facing } } : {};
  const video = { ...which, width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false }).catch((error: DOMException) => {
    throw new Error(sentences[error.name] ?? `The camera cannot be opened: ${error.message}`, { cause: error });
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error("The camera gives no pictures.");
  // A camera on a desk or in a lid does not say where it looks: at whoever sits before it.
  return { stream, track, label: track.label, mirrored: (track.getSettings().facingMode ?? "user") === "user" };
}

const sentences: Readonly<Record<string, string>> = {
  NotAllowedError: "The browser was told not to give the camera. Allow it beside the address, then try again.",
  NotFoundError: "There is no camera here.",
  NotReadableError: "Another program has the camera. Close it there, then try again.",
  OverconstrainedError: "That camera is gone. Choose another one.",
};

/** Hooks of {@link shareCamera}. */
export interface SharingHooks {
  onStats(stats: Extract<FromCamera, { kind: "stats" }>): void;
  onConnection(message: string | undefined): void;
  /** It is over, and why; an empty message when this page ended it. */
  onEnd(message: string): void;
}

/** Sends a camera to the gateway until it is ended, here or there. Gives back what ends it, and closes the camera. */
export function shareCamera({ stream, track }: OpenCamera, hooks: SharingHooks): () => void {
  const worker = startWorker();
  let ended = false;
  let stopFilming = (): void => {};

  function tell(message: ToCamera, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  function end(message: string): void {
    if (ended) return;
    ended = true;
    stopFilming();
    tell({ kind: "close" });
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
  track.addEventListener("ended", () => end("The camera is gone."));

  const url = socketAddress("camera");
  const common = { kind: "share", url, name: pageName(), instanceId: pageId } as const;
  if (typeof MediaStreamTrackProcessor !== "undefined" && MediaStreamTrackProcessor) {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 });
    tell({ ...common, frames: readable }, [readable]);
  } else {
    tell({ ...common, frames: undefined });
    stopFilming = film(stream, (bitmap) => tell({ kind: "frame", bitmap }, [bitmap]));
  }
  return () => end("");
}

/** Takes the frames from a video element, for browsers that give them no other way. Gives back what ends it. */
function film(stream: MediaStream, onFrame: (bitmap: ImageBitmap) => void): () => void {
  const video = document.createElement("video");
  let over = false;
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  void video.play().catch(() => {});
  const next = async (): Promise<void> => {
    if (over) return;
    const bitmap = await createImageBitmap(video).catch(() => undefined);
    if (over) bitmap?.close();
    else {
      if (bitmap) onFrame(bitmap);
      video.requestVideoFrameCallback(() => void next());
    }
  };
  video.requestVideoFrameCallback(() => void next());
  return () => {
    over = true;
    video.srcObject = null;
  };
}
