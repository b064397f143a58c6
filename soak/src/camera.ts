import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encode, jpeg } from "@framewire/codec";
import { pattern } from "@framewire/test-pattern";

/** An MJPEG camera that can go away and come back. */
export interface Camera {
  readonly url: string;
  goAway(): void;
  comeBack(): void;
  close(): Promise<void>;
}

const fps = 15;
const size = { width: 640, height: 360 };

/** Starts a {@link Camera} of 640x360 and 15 frames a second. */
export async function startCamera(): Promise<Camera> {
  const pictures = await takePictures(fps);
  const readers = new Set<ServerResponse>();
  let isAway = false;
  let count = 0;
  const server = createServer((_, response) => {
    if (isAway) {
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
    const picture = pictures[count++ % pictures.length];
    for (const reader of readers) {
      reader.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture?.byteLength}\r\n\r\n`);
      reader.write(picture);
      reader.write("\r\n");
    }
  }, 1000 / fps);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    goAway() {
      isAway = true;
      for (const reader of readers) reader.destroy();
    },
    comeBack() {
      isAway = false;
    },
    async close() {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function takePictures(count: number): Promise<readonly Uint8Array[]> {
  const encoder = jpeg.createEncoder();
  const pictures: Uint8Array[] = [];
  try {
    for await (const { data } of encode(pattern({ ...size, fps })(), encoder)) {
      pictures.push(Uint8Array.from(data));
      if (pictures.length === count) break;
    }
  } finally {
    await encoder.close();
  }
  return pictures;
}
