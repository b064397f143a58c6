import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encode, jpeg } from "@framewire/codec";
import { pattern } from "@framewire/test-pattern";
import type { TestContext } from "vitest";

/** An MJPEG camera of this machine, which knows who looks. */
export interface Camera {
  readonly url: string;
  /** The picture that it sends again and again. */
  readonly picture: Uint8Array;
  /** Who reads it now. */
  readonly readers: number;
  /** How often somebody began to. */
  readonly opened: number;
}

const fps = 30;

/** Starts a camera of 640x360 and 30 frames a second. It is gone when the test is over. */
export async function startCamera(test: TestContext): Promise<Camera> {
  const picture = await takePicture();
  const state = { readers: 0, opened: 0 };
  const server = createServer((_, response) => {
    state.readers++;
    state.opened++;
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    const send = (): void => {
      response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.byteLength}\r\n\r\n`);
      response.write(picture);
      response.write("\r\n");
    };
    const timer = setInterval(send, 1000 / fps);
    response.on("error", () => {});
    response.on("close", () => {
      clearInterval(timer);
      state.readers--;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return {
    picture,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get readers() {
      return state.readers;
    },
    get opened() {
      return state.opened;
    },
  };
}

async function takePicture(): Promise<Uint8Array> {
  const encoder = jpeg.createEncoder();
  try {
    for await (const { data } of encode(pattern({ width: 640, height: 360 })(), encoder)) return Uint8Array.from(data);
  } finally {
    await encoder.close();
  }
  throw new Error("The pattern gave no picture.");
}
