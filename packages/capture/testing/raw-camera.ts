import { createServer, type Socket } from "node:net";

/** A camera simulated by a TCP server that writes its bytes itself, as cameras do. */
export interface RawCamera extends AsyncDisposable {
  readonly port: number;
  /** Address with a `/` at its end. */
  readonly url: string;
  /** The heads of the requests received, one character per byte. */
  readonly requests: readonly string[];
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
}

/** Starts a camera that calls `answer` with each socket and the head of its request. */
export async function startRawCamera(answer: (socket: Socket, request: string) => void): Promise<RawCamera> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    let head = "";
    socket.on("data", (bytes) => {
      if (head.includes("\r\n\r\n")) return;
      head += bytes.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      requests.push(head);
      answer(socket, head);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    requests,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Returns a part of a multipart stream, one character per byte. */
export function partOf(
  jpeg: Uint8Array,
  { delimiter = "--frame", headers = "Content-Type: image/jpeg\r\n" } = {},
): string {
  return `${delimiter}\r\n${headers}\r\n${Buffer.from(jpeg).toString("latin1")}\r\n`;
}
