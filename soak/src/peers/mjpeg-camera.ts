/** An MJPEG camera over HTTP whose outages the soak controls. */

import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encode, jpeg } from "@framewire/codec";
import { pattern } from "@framewire/test-pattern";

/** An MJPEG camera that can go offline and online again. */
export interface MjpegCamera {
  readonly url: string;
  /** Closes all responses, and each new one. */
  goOffline(): void;
  goOnline(): void;
  close(): Promise<void>;
}

const fps = 15;
const size = { width: 640, height: 360 };

/** Starts an {@link MjpegCamera} with 640x360 pixels and 15 frames per second. */
export async function startMjpegCamera(): Promise<MjpegCamera> {
  const frames = await encodeFrames(fps);
  const readers = new Set<ServerResponse>();
  let isOffline = false;
  let nextFrame = 0;
  const server = createServer((_, response) => {
    if (isOffline) {
      response.destroy();
      return;
    }
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    response.on("error", () => {});
    response.on("close", () => readers.delete(response));
    readers.add(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const timer = setInterval(() => {
    const frame = frames[nextFrame++ % frames.length];
    for (const reader of readers) {
      reader.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${frame?.byteLength}\r\n\r\n`);
      reader.write(frame);
      reader.write("\r\n");
    }
  }, 1000 / fps);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    goOffline() {
      isOffline = true;
      for (const reader of readers) reader.destroy();
    },
    goOnline() {
      isOffline = false;
    },
    async close() {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function encodeFrames(count: number): Promise<readonly Uint8Array[]> {
  const encoder = jpeg.createEncoder();
  const frames: Uint8Array[] = [];
  try {
    for await (const { data } of encode(pattern({ ...size, fps })(), encoder)) {
      frames.push(Uint8Array.from(data));
      if (frames.length === count) break;
    }
  } finally {
    await encoder.close();
  }
  return frames;
}
