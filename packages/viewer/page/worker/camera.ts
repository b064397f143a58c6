import { ladder } from "@framewire/codec/ladder";
import { type EncodedFrame, now, type OpenOptions } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { FromCamera, ToCamera } from "../media/camera-messages.ts";
import { dial } from "./dial.ts";
import { createEncoder } from "./encoder.ts";
import { type CameraFrame, createFilm } from "./renderer.ts";
import { scope } from "./scope.ts";

const reportMs = 1000;

function tell(message: FromCamera): void {
  scope.postMessage(message);
}

/** Sends the page's camera until the page ends it, or the other side does. */
export function runCamera({ url, name, instanceId, frames }: Extract<ToCamera, { kind: "share" }>): void {
  const closing = new AbortController();
  const film = createFilm(frames, closing.signal);
  const encode = createEncoder();
  let current: Connection | undefined;
  let sequence = 0;

  /** Nothing is encoded unless somebody looks, and nothing that is not sent. */
  async function* pictures(connection: Connection, { signal }: OpenOptions): AsyncGenerator<EncodedFrame> {
    film.fresh();
    for (;;) {
      const frame = await film.take(signal);
      if (!frame) return;
      yield await picture(frame, connection.level);
    }
  }

  async function picture({ image, captured }: CameraFrame, level: number): Promise<EncodedFrame> {
    const encoded = await encode(image, level);
    const times = { encoded: now() };
    return { sequence: ++sequence, timestamp: captured, codec: "jpeg", type: "key", level, times, ...encoded };
  }

  const timer = setInterval(() => {
    if (!current) return;
    const { remoteDemand: watched, sent } = current.stats();
    tell({ kind: "stats", watched, fps: sent.fps, level: current.level });
  }, reportMs);

  scope.onmessage = ({ data }) => {
    const message = data as ToCamera;
    if (message.kind === "frame") film.put(message.bitmap);
    else if (message.kind === "close") closing.abort();
  };

  void dial(url, {
    codecs: ["jpeg"],
    name,
    instanceId,
    signal: closing.signal,
    wanted: async () => {},
    async use(connection) {
      current = connection;
      tell({ kind: "connected" });
      await connection.send({
        ladder,
        subscribe:
          () =>
          (options = {}) =>
            pictures(connection, options),
      });
    },
    over({ code, message }) {
      current = undefined;
      const again = code === "lost" || code === "shutting-down";
      tell({ kind: again ? "disconnected" : "ended", message });
      return again;
    },
  }).finally(() => {
    clearInterval(timer);
    closing.abort();
    scope.close();
  });
}
