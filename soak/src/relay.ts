import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** The way of one client to the server: a TCP relay whose rate changes and that can be cut. */
export interface Relay {
  /** Where the client calls. */
  readonly port: number;
  /** Bytes a second, in each direction, from now on. Default: as fast as it goes. */
  setRate(rate: number): void;
  /** From now on nothing passes, and nobody is told. */
  cut(): void;
  /** All passes again; what was on its way when it was cut is lost. */
  mend(): void;
  close(): Promise<void>;
}

/** How often the ration of a slow way is given out, in milliseconds. */
const tick = 10;

/** Starts a {@link Relay} to a port of this machine. */
export async function startRelay(target: number): Promise<Relay> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let rate = Number.POSITIVE_INFINITY;
  let isCut = false;

  function destroyAll(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  }

  /** Moves bytes from one socket to the other, within the rate. What does not fit waits in the sender's kernel. */
  function move(from: Socket, to: Socket): void {
    let ration = 0;
    const timer = setInterval(() => {
      ration = rate === Number.POSITIVE_INFINITY ? rate : Math.min(ration + (rate * tick) / 1000, rate / 10);
      pump();
    }, tick);
    function pump(): void {
      while (!isCut && !to.writableNeedDrain) {
        const chunk = read(from, Number.isFinite(rate) ? Math.floor(ration) : undefined);
        if (!chunk) return;
        ration -= chunk.byteLength;
        to.write(chunk);
      }
    }
    from.on("readable", pump);
    to.on("drain", pump);
    from.on("end", () => {
      if (!isCut) to.end();
    });
    from.on("error", () => {});
    from.on("close", () => {
      clearInterval(timer);
      if (!isCut) to.destroySoon();
    });
  }

  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    near.setNoDelay(true);
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on("close", () => pairs.delete(pair));
    move(near, far);
    move(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as AddressInfo).port,
    setRate(bytesPerSecond) {
      rate = bytesPerSecond;
    },
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
      destroyAll();
    },
    async close() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What lies there, so many bytes at the most. */
function read(from: Socket, most: number | undefined): Buffer | null {
  if (most === undefined) return from.read();
  if (most < 1 || from.readableLength === 0) return null;
  return from.read(Math.min(most, from.readableLength));
}
