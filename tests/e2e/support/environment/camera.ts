/** An MJPEG camera. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { encode, jpeg } from "@framewire/codec";
import { pattern } from "@framewire/test-pattern";
import type { TestContext } from "vitest";

/** An MJPEG camera on this machine that counts its readers. */
export interface Camera {
  readonly url: string;
  /** The JPEG of every frame. */
  readonly jpeg: Uint8Array;
  /** Readers now. */
  readonly readers: number;
  /** Readers in total. */
  readonly opened: number;
  /** Ends all streams, and answers in this way; `undefined` streams again. */
  answerWith(listener: RequestListener | undefined): void;
}

const fps = 30;

/** Starts a camera of 640x360 at 30 frames a second. It is closed when the test ends. */
export async function startCamera(test: TestContext): Promise<Camera> {
  const data = await encodePattern();
  const state = { readers: 0, opened: 0 };
  let otherAnswer: RequestListener | undefined;
  const server = createServer((request, response) => {
    if (otherAnswer) return otherAnswer(request, response);
    state.readers++;
    state.opened++;
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    const send = (): void => {
      response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${data.byteLength}\r\n\r\n`);
      response.write(data);
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
    jpeg: data,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get readers() {
      return state.readers;
    },
    get opened() {
      return state.opened;
    },
    answerWith(listener) {
      otherAnswer = listener;
      server.closeAllConnections();
    },
  };
}

async function encodePattern(): Promise<Uint8Array> {
  const encoder = jpeg.createEncoder();
  try {
    for await (const { data } of encode(pattern({ width: 640, height: 360 })(), encoder)) return Uint8Array.from(data);
  } finally {
    await encoder.close();
  }
  throw new Error("The pattern yielded no frame.");
}
