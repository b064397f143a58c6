import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { jpeg } from "@framewire/codec";

/** An MJPEG camera simulated by a server on this machine. */
export interface Camera extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Connections that are open. */
  readonly open: number;
  /** Stops sending frames, and leaves the connections open. */
  freeze(): void;
  close(): Promise<void>;
}

const size = { width: 160, height: 120 };

/** Encodes an image of one colour. */
export async function plainJpeg([red, green, blue]: readonly [number, number, number]): Promise<Uint8Array> {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  const encoder = jpeg.createEncoder({ quality: 95 });
  const encoded = await encoder.encode({ sequence: 0, timestamp: 0, format: "RGB", ...size, data });
  await encoder.close();
  return encoded.data;
}

/** Starts a camera that sends `image` 50 times per second. Without an image it accepts connections and never answers. */
export async function startCamera(image: Uint8Array | undefined, port = 0): Promise<Camera> {
  const sockets = new Set<Socket>();
  const viewers = new Set<ServerResponse>();
  const server = createServer((_, response) => {
    if (!image) return;
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    viewers.add(response);
    response.on("error", () => {}).on("close", () => viewers.delete(response));
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    if (!image) return;
    for (const viewer of viewers) {
      viewer.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${image.length}\r\n\r\n`);
      viewer.write(image);
      viewer.write("\r\n");
    }
  }, 20);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;

  async function close(): Promise<void> {
    clearInterval(timer);
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/video`,
    get open() {
      return sockets.size;
    },
    freeze: () => clearInterval(timer),
    close,
    [Symbol.asyncDispose]: close,
  };
}
