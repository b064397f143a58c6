import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { SecureContextOptions } from "node:tls";

/** A camera simulated by a server on a free port of this machine. */
export interface Camera extends AsyncDisposable {
  readonly port: number;
  /** Address with a `/` at its end. */
  readonly url: string;
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** Number of requests received. */
  readonly requests: number;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/** Options of {@link startCamera}. */
export interface CameraOptions {
  readonly port?: number;
  readonly host?: string;
  readonly tls?: SecureContextOptions;
}

/** Starts a camera that answers each request by `listener`; with a key and certificate, over https. */
export async function startCamera(
  listener: RequestListener,
  { port = 0, host = "127.0.0.1", tls }: CameraOptions = {},
): Promise<Camera> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = tls ? createSecureServer(tls) : createServer();
  server.on("request", (request, response) => {
    requests++;
    response.on("error", () => {});
    listener(request, response);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    port: address.port,
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}/`,
    sockets,
    get requests() {
      return requests;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Writes the head of an MJPEG stream. */
export function beginStream(response: ServerResponse, contentType = "multipart/x-mixed-replace; boundary=frame"): void {
  response.writeHead(200, { "Content-Type": contentType });
}

/** Writes one JPEG as most cameras do. */
export function sendJpeg(response: ServerResponse, jpeg: Uint8Array): void {
  response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
  response.write(jpeg);
  response.write("\r\n");
}

/** Returns a listener that sends `jpegs` repeatedly, one every 5 ms, until the connection ends. */
export function loop(jpegs: readonly Uint8Array[], contentType?: string): RequestListener {
  return (_, response) => {
    beginStream(response, contentType);
    let next = 0;
    const timer = setInterval(() => {
      const jpeg = jpegs[next++ % jpegs.length];
      if (jpeg) sendJpeg(response, jpeg);
    }, 5);
    response.on("close", () => clearInterval(timer));
  };
}
