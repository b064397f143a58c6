import { pageName, socketAddress } from "../state/address.ts";
import type { FromPlayer, PlayerStats, ToPlayer } from "./player-messages.ts";

/** The pictures of one stream, drawn by a worker of their own. */
export interface Player {
  readonly canvas: HTMLCanvasElement;
  readonly connected: boolean;
  /** A picture is on the canvas. */
  readonly drawn: boolean;
  /** Size of the newest picture. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The latest figures; undefined while nobody looks or nothing has come. */
  readonly stats: PlayerStats | undefined;
  readonly problem: string | undefined;
  /** How long no new picture has come though somebody looks, in milliseconds. */
  readonly quietMs: number;
  /** Whether anybody looks: the sender is told, and stops when nobody does. */
  look(looks: boolean): void;
  /** The newest picture as it came. */
  snapshot(): Promise<{ readonly data: Uint8Array<ArrayBuffer>; readonly codec: string } | undefined>;
  /** The pictures go to a video track as well, until null. */
  mirror(writable: WritableStream<VideoFrame> | null): void;
  close(): void;
}

/** Starts the script of workers. */
export function startWorker(): Worker {
  return new Worker(new URL("../worker/main.ts", import.meta.url), { type: "module", name: "framewire" });
}

/**
 * Makes a {@link Player}, which nobody looks at yet. It rests for `restMs` after each picture. `onChange` is called when
 * anything of it changes.
 */
export function createPlayer(
  id: string,
  { restMs, onChange }: { readonly restMs: number; readonly onChange: () => void },
): Player {
  const canvas = document.createElement("canvas");
  const worker = startWorker();
  const wanting: ((snapshot: Awaited<ReturnType<Player["snapshot"]>>) => void)[] = [];
  let connected = false;
  let size: Player["size"];
  let stats: PlayerStats | undefined;
  let statsAt = 0;
  let problem: string | undefined;
  let looking = false;

  function tell(message: ToPlayer, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  worker.onmessage = ({ data }) => {
    const message = data as FromPlayer;
    switch (message.kind) {
      case "connected":
        connected = true;
        break;
      case "disconnected":
        connected = false;
        stats = undefined;
        break;
      case "picture":
        problem = undefined;
        size = { width: message.width, height: message.height };
        break;
      case "undecodable":
        problem = message.message;
        break;
      case "stats":
        if (!looking) return;
        stats = message.stats;
        statsAt = performance.now();
        break;
      case "snapshot":
        wanting.shift()?.(message.data && message.codec ? { data: message.data, codec: message.codec } : undefined);
        return;
    }
    onChange();
  };

  // Such as a script that is no longer there, since another version of the viewer has taken its place.
  worker.onerror = () => {
    problem = "Something went wrong on this page: load it again.";
    onChange();
  };

  const offscreen = canvas.transferControlToOffscreen();
  const url = socketAddress(`streams/${encodeURIComponent(id)}`);
  tell({ kind: "watch", url, name: pageName(), canvas: offscreen, restMs }, [offscreen]);

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
    get quietMs() {
      return stats ? stats.quietMs + performance.now() - statsAt : 0;
    },
    look(looks) {
      if (looks === looking) return;
      looking = looks;
      stats = undefined;
      tell({ kind: "look", looks });
      onChange();
    },
    snapshot() {
      return new Promise((resolve) => {
        wanting.push(resolve);
        tell({ kind: "snapshot" });
      });
    },
    mirror: (writable) => tell({ kind: "mirror", writable }, writable ? [writable] : []),
    close() {
      // It says bye and ends itself; one that hangs is ended.
      tell({ kind: "close" });
      setTimeout(() => worker.terminate(), 3000);
      for (const resolve of wanting.splice(0)) resolve(undefined);
    },
  };
}
