import { type AddressInfo, createServer, type Socket } from "node:net";

/** An RTSP server that answers every request with the same response. */
export interface FakeRtsp extends AsyncDisposable {
  readonly port: number;
}

/** Starts the server on a free port; `head` is the status line and the headers without `CSeq`. */
export async function startFakeRtsp(head: readonly string[]): Promise<FakeRtsp> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (request) => {
      const [, number = "1"] = /^CSeq: (\d+)/im.exec(request.toString("latin1")) ?? [];
      const [status = "", ...headers] = head;
      socket.write([status, `CSeq: ${number}`, ...headers, "", ""].join("\r\n"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
