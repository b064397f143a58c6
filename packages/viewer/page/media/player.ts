/** Plays one stream. */

import { pageName, socketAddress } from "../state/address.ts";
import type { FromPlayer, PlayerStats, ToPlayer } from "./player-messages.ts";

/** One stream, which a worker of its own receives and draws. */
export interface Player {
  readonly canvas: HTMLCanvasElement;
  readonly connected: boolean;
  /** A frame is on the canvas. */
  readonly drawn: boolean;
  /** Size of the newest frame. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The latest figures; undefined while the page wants no frames or none has arrived. */
  readonly stats: PlayerStats | undefined;
  readonly problem: string | undefined;
  /** Milliseconds that the page has waited for the first frame, while it wants frames and has none. */
  readonly waitingMs: number;
  /** Milliseconds since the last new frame, while the page wants frames. */
  readonly quietMs: number;
  /** Sets whether the page wants frames. The sender stops when it does not. */
  setDemand(wanted: boolean): void;
  /** The newest frame as it was received. */
  snapshot(): Promise<{ readonly data: Uint8Array<ArrayBuffer>; readonly codec: string } | undefined>;
  /** Writes the frames to a video track as well; null ends that. */
  mirror(writable: WritableStream<VideoFrame> | null): void;
  close(): void;
}

/** Starts a worker. */
export function startWorker(): Worker {
  return new Worker(new URL("../worker/main.ts", import.meta.url), { type: "module", name: "framewire" });
}

/**
 * Creates a {@link Player} that wants no frames yet. It pauses for `restMs` after each frame. `onChange` is called when
 * one of its properties has changed.
 */
export function createPlayer(
  id: string,
  { restMs, onChange }: { readonly restMs: number; readonly onChange: () => void },
): Player {
  const canvas = document.createElement("canvas");
  const worker = startWorker();
  const snapshotRequests: ((snapshot: Awaited<ReturnType<Player["snapshot"]>>) => void)[] = [];
  let connected = false;
  let size: Player["size"];
  let stats: PlayerStats | undefined;
  let statsAt = 0;
  let problem: string | undefined;
  let wanted = false;
  let waitingSince: number | undefined;

  function post(message: ToPlayer, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  worker.onmessage = ({ data }) => {
    const message = data as FromPlayer;
    switch (message.kind) {
      case "connected":
        connected = true;
        if (size === undefined) waitingSince = performance.now();
        break;
      case "disconnected":
        connected = false;
        stats = undefined;
        break;
      case "size":
        problem = undefined;
        waitingSince = undefined;
        size = { width: message.width, height: message.height };
        break;
      case "undecodable":
        problem = message.message;
        break;
      case "stats":
        if (!wanted) return;
        stats = message.stats;
        statsAt = performance.now();
        break;
      case "snapshot":
        snapshotRequests.shift()?.(
          message.data && message.codec ? { data: message.data, codec: message.codec } : undefined,
        );
        return;
    }
    onChange();
  };

  // For example, the script no longer exists because another version of the viewer runs.
  worker.onerror = () => {
    problem = "This page is incomplete: load it again.";
    onChange();
  };

  const offscreen = canvas.transferControlToOffscreen();
  const url = socketAddress(`streams/${encodeURIComponent(id)}`);
  post({ kind: "play", url, name: pageName(), canvas: offscreen, restMs }, [offscreen]);

  return {
    canvas,
    get connected() {
      return connected;
    },
    get drawn() {
      return size !== undefined;
    },
    get size() {
      return size;
    },
    get stats() {
      return stats;
    },
    get problem() {
      return problem;
    },
    get waitingMs() {
      return waitingSince === undefined ? 0 : performance.now() - waitingSince;
    },
    get quietMs() {
      return stats ? stats.quietMs + performance.now() - statsAt : 0;
    },
    setDemand(value) {
      if (value === wanted) return;
      wanted = value;
      stats = undefined;
      if (waitingSince !== undefined) waitingSince = performance.now();
      post({ kind: "demand", wanted });
      onChange();
    },
    snapshot() {
      return new Promise((resolve) => {
        snapshotRequests.push(resolve);
        post({ kind: "snapshot" });
      });
    },
    mirror: (writable) => post({ kind: "mirror", writable }, writable ? [writable] : []),
    close() {
      // The worker says bye and closes itself; terminate() is for one that hangs.
      post({ kind: "close" });
      setTimeout(() => worker.terminate(), 3000);
      for (const resolve of snapshotRequests.splice(0)) resolve(undefined);
    },
  };
}
