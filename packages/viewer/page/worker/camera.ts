/** The worker that sends the page's camera. */

import { ladder } from "@framewire/codec/ladder";
import { type EncodedFrame, now, type OpenOptions } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { FromCamera, ToCamera } from "../media/camera-messages.ts";
import { type CameraFrame, createCameraSlot } from "./camera-slot.ts";
import { dial } from "./dial.ts";
import { createEncoder } from "./encoder.ts";
import { scope } from "./scope.ts";

const reportIntervalMs = 1000;

/** Sends the page's camera until one of the two sides ends it. */
export function runCamera({ url, name, instanceId, frames }: Extract<ToCamera, { kind: "share" }>): void {
  const closing = new AbortController();
  const slot = createCameraSlot(frames, closing.signal);
  const encode = createEncoder();
  let current: Connection | undefined;
  let sequence = 0;

  /** Encodes a frame only when the connection asks for one. */
  async function* encodedFrames(connection: Connection, { signal }: OpenOptions): AsyncGenerator<EncodedFrame> {
    slot.clear();
    for (;;) {
      const frame = await slot.take(signal);
      if (!frame) return;
      yield await encodeFrame(frame, connection.level);
    }
  }

  async function encodeFrame({ image, captured }: CameraFrame, level: number): Promise<EncodedFrame> {
    const encoded = await encode(image, level);
    const times = { encoded: now() };
    return { sequence: ++sequence, timestamp: captured, codec: "jpeg", type: "key", level, times, ...encoded };
  }

  const timer = setInterval(() => {
    if (!current) return;
    const { remoteDemand: demand, sent } = current.stats();
    post({ kind: "stats", demand, fps: sent.fps, level: current.level });
  }, reportIntervalMs);

  scope.onmessage = ({ data }) => {
    const message = data as ToCamera;
    if (message.kind === "frame") slot.put(message.bitmap);
    else if (message.kind === "close") closing.abort();
  };

  void dial(url, {
    codecs: ["jpeg"],
    name,
    instanceId,
    signal: closing.signal,
    ready: async () => {},
    async use(connection) {
      current = connection;
      post({ kind: "connected" });
      await connection.send({
        ladder,
        subscribe:
          () =>
          (options = {}) =>
            encodedFrames(connection, options),
      });
    },
    shouldRetry({ code, message }) {
      current = undefined;
      const retry = code === "lost" || code === "shutting-down";
      post({ kind: retry ? "disconnected" : "ended", message });
      return retry;
    },
  }).finally(() => {
    clearInterval(timer);
    closing.abort();
    scope.close();
  });
}

function post(message: FromCamera): void {
  scope.postMessage(message);
}
