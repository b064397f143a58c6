/** A TCP proxy that limits the rate and partitions the network. */

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A TCP proxy between one client and the server. */
export interface TcpProxy {
  /** The port for the client. */
  readonly port: number;
  /** Sets the rate for each direction, in bytes per second. Default: unlimited. */
  setRate(rate: number): void;
  /** Stops all data both ways. Both sides' connections stay open. */
  partition(): void;
  /** Ends the partition: destroys the old connections, and forwards new ones. */
  heal(): void;
  close(): Promise<void>;
}

/** The interval at which a limited rate refills its budget, in milliseconds. */
const refillIntervalMs = 10;

/** Starts a {@link TcpProxy} to a port of this machine. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let rate = Number.POSITIVE_INFINITY;
  let partitioned = false;

  function destroyAll(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  }

  /** Forwards bytes from one socket to the other, within the rate. Other bytes wait in the sender's kernel. */
  function forward(from: Socket, to: Socket): void {
    let budget = 0;
    const timer = setInterval(() => {
      budget =
        rate === Number.POSITIVE_INFINITY ? rate : Math.min(budget + (rate * refillIntervalMs) / 1000, rate / 10);
      pump();
    }, refillIntervalMs);
    function pump(): void {
      while (!partitioned && !to.writableNeedDrain) {
        const chunk = read(from, Number.isFinite(rate) ? Math.floor(budget) : undefined);
        if (!chunk) return;
        budget -= chunk.byteLength;
        to.write(chunk);
      }
    }
    from.on("readable", pump);
    to.on("drain", pump);
    from.on("end", () => {
      if (!partitioned) to.end();
    });
    from.on("error", () => {});
    from.on("close", () => {
      clearInterval(timer);
      if (!partitioned) to.destroySoon();
    });
  }

  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    near.setNoDelay(true);
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on("close", () => pairs.delete(pair));
    forward(near, far);
    forward(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as AddressInfo).port,
    setRate(bytesPerSecond) {
      rate = bytesPerSecond;
    },
    partition() {
      partitioned = true;
    },
    heal() {
      partitioned = false;
      destroyAll();
    },
    async close() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads what the socket has buffered, at most `maxBytes`. */
function read(from: Socket, maxBytes: number | undefined): Buffer | null {
  if (maxBytes === undefined) return from.read();
  if (maxBytes < 1 || from.readableLength === 0) return null;
  return from.read(Math.min(maxBytes, from.readableLength));
}
