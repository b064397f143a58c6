/** Servers for tests of a client. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { type Server as FramewireServer, type ListenOptions, listen } from "@framewire/server";
import { until } from "test-support/until";
import { onTestFinished } from "vitest";

/** One rendition: the test frames are no images that could be scaled. */
export const ladder = [{ quality: 80, scale: 1, relativeBytes: 1 }];

/** Starts a server on a free port of 127.0.0.1, with one rendition. It is closed when the test ends. */
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

/** A TCP server. */
export interface SocketServer {
  readonly port: number;
  /** Every accepted socket, in order. */
  readonly sockets: readonly Socket[];
  /**
   * Resolves to the number of connections until now. It opens one more as a probe, which arrives after all earlier ones, and
   * does not count it.
   */
  countConnections(): Promise<number>;
  /** Resets all sockets without a bye, and frees the port. */
  kill(): Promise<void>;
}

/** Starts a TCP server that passes each accepted socket to `receive`. */
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
  const { port: ownPort } = tcp.address() as AddressInfo;
  async function countConnections(): Promise<number> {
    const probe = connect({ port: ownPort, host: "127.0.0.1" }).on("error", () => {});
    await once(probe, "connect");
    let earlier = -1;
    await until(() => {
      earlier = sockets.findIndex(({ remotePort }) => remotePort === probe.localPort);
      return earlier >= 0;
    }, "the probe is accepted");
    probe.destroy();
    return earlier;
  }
  return { port: ownPort, sockets, countConnections, kill };
}

/** Starts a server on the protocol that can be killed. */
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

/** Starts a TCP proxy that can reset the side of the client while the side of the server stays open. */
export async function serveProxy(to: number): Promise<SocketServer & { resetClients(): void }> {
  const pairs: [Socket, Socket][] = [];
  const proxy = await serveSockets((near) => {
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
    ...proxy,
    resetClients() {
      for (const [near] of pairs.splice(0)) near.resetAndDestroy();
    },
  };
}

/** A port that neither accepts nor refuses connections, like one of a machine that is switched off. */
export async function deadPort(): Promise<number> {
  // A process that listens and then blocks: the kernel accepts until its backlog is full, then ignores the next SYN.
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
