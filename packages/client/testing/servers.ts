import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { type Server as FramewireServer, type ListenOptions, listen } from "@framewire/server";
import { onTestFinished } from "vitest";

export { freePort } from "test-support/free-port";

/** What tests show is no picture, so that none can be made smaller. */
export const ladder = [{ quality: 80, scale: 1, relativeBytes: 1 }];

/** A server of our own on a free port of 127.0.0.1, which is closed when the test ends. It has one level. */
export async function serve(options: Partial<ListenOptions> = {}): Promise<FramewireServer> {
  const server = await listen({
    port: 0,
    host: "127.0.0.1",
    security: { insecure: true },
    ...options,
    encoding: { ladder, ...options.encoding },
  });
  onTestFinished(() => server.close());
  return server;
}

/** A TCP server that does with its sockets what the test says. */
export interface SocketServer {
  readonly port: number;
  /** Every socket that came, in order. */
  readonly sockets: readonly Socket[];
  /** Drops all sockets without a word, and frees the port. */
  kill(): Promise<void>;
}

/** Listens, and hands every socket to `receive`. */
export async function serveSockets(receive: (socket: Socket) => void, port = 0): Promise<SocketServer> {
  const sockets: Socket[] = [];
  const tcp: Server = createServer((socket) => {
    sockets.push(socket);
    receive(socket.on("error", () => {}));
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  async function kill(): Promise<void> {
    for (const socket of sockets) socket.resetAndDestroy();
    if (tcp.listening) await new Promise((resolve) => tcp.close(resolve));
  }
  onTestFinished(kill);
  return { port: (tcp.address() as AddressInfo).port, sockets, kill };
}

/** A server that speaks the protocol, and can die like a program whose plug is pulled. */
export async function serveConnections(
  options: { readonly port?: number } & Partial<OpenConnectionOptions> = {},
): Promise<SocketServer & { readonly connections: readonly Connection[] }> {
  const connections: Connection[] = [];
  const { port, ...opening } = options;
  const server = await serveSockets((socket) => {
    openConnection(tcpTransport(socket), { codecs: ["jpeg"], ...opening }).then(
      (connection) => connections.push(connection),
      () => {},
    );
  }, port);
  return { ...server, connections };
}

/** Stands between a client and a server, and can cut the client off without the server's noticing. */
export async function servePassage(to: number): Promise<SocketServer & { cutClients(): void }> {
  const pairs: [Socket, Socket][] = [];
  const passage = await serveSockets((near) => {
    const far = connect({ port: to, host: "127.0.0.1" }).on("error", () => {});
    pairs.push([near, far]);
    near.on("data", (chunk) => far.write(chunk));
    far.on("data", (chunk) => near.write(chunk));
    near.on("end", () => far.end());
    far.on("close", () => near.destroy());
  });
  onTestFinished(() => {
    for (const [, far] of pairs) far.destroy();
  });
  return {
    ...passage,
    cutClients() {
      for (const [near] of pairs.splice(0)) near.resetAndDestroy();
    },
  };
}

/** A port that neither takes nor refuses a connection, as that of a machine which is switched off. */
export async function deadPort(): Promise<number> {
  // A process that listens and then sleeps: the kernel takes as many as fit in its queue, and is silent to the next.
  const script = `require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
    require("node:fs").writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })`;
  const sleeping: ChildProcess = spawn(process.execPath, ["--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void sleeping.kill("SIGKILL"));
  const [text] = (await once(sleeping.stdout as NonNullable<ChildProcess["stdout"]>, "data")) as [Buffer];
  const port = Number(text);
  const fillers = [0, 1].map(() => connect({ port, host: "127.0.0.1" }).on("error", () => {}));
  onTestFinished(() => {
    for (const filler of fillers) filler.destroy();
  });
  await Promise.all(fillers.map((filler) => once(filler, "connect")));
  return port;
}
