import { connect as connectSocket, type Socket } from "node:net";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";
import { createPairingKey } from "@framewire/security";
import type { Random } from "./random.ts";

/** Peers that mean no good, or cannot do better. */
export interface Intruders {
  /** Sends what is no Framewire, and hangs up. */
  sendGarbage(): void;
  /** Comes with a key that is not the server's. */
  tryWrongKey(): void;
  /** So many sockets that say nothing, until the function that comes back is called. */
  beSilent(count: number): () => void;
  /** Knows the key, and takes one picture a second, until the function that comes back is called. */
  readSlowly(): () => void;
  /** Connections that were admitted without the key. */
  readonly admittedWithoutKey: number;
  close(): Promise<void>;
}

/** Another address than the clients': what one address does must not count against another. */
const elsewhere = "127.0.0.2";

/** Makes {@link Intruders} of a server at this port. */
export function createIntruders({ port, key, random }: IntrudersOptions): Intruders {
  const address = `127.0.0.1:${port}`;
  const sockets = new Set<Socket>();
  const pending = new Set<Promise<void>>();
  let admittedWithoutKey = 0;

  function open(): Socket {
    const socket = connectSocket({ port, host: "127.0.0.1", localAddress: elsewhere });
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.resume();
    return socket;
  }

  function note(visit: Promise<void>): void {
    const noted = visit.finally(() => pending.delete(noted));
    pending.add(noted);
  }

  async function connectWith(foreignKey: string): Promise<void> {
    let connection: Connection;
    try {
      connection = await connect(address, { security: { key: foreignKey }, retryForMs: 1 });
    } catch {
      return;
    }
    admittedWithoutKey++;
    await connection.close();
  }

  return {
    get admittedWithoutKey() {
      return admittedWithoutKey;
    },
    sendGarbage() {
      open().end(Buffer.from(Array.from({ length: 1 + Math.floor(random() * 8000) }, () => random() * 256)));
    },
    tryWrongKey: () => note(connectWith(createPairingKey())),
    beSilent(count) {
      const silent = Array.from({ length: count }, open);
      return () => {
        for (const socket of silent) socket.destroy();
      };
    },
    readSlowly() {
      const leaving = new AbortController();
      note(readSlowly(address, key, leaving.signal));
      return () => leaving.abort();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(pending);
    },
  };
}

/** Who the intruders come to. */
export interface IntrudersOptions {
  readonly port: number;
  /** The server's, which one of them knows. */
  readonly key: string;
  readonly random: Random;
}

async function readSlowly(address: string, key: string, signal: AbortSignal): Promise<void> {
  try {
    await using connection = await connect(address, { security: { key }, name: "slow reader", signal });
    for await (const _ of connection.frames) await new Promise((resolve) => setTimeout(resolve, 1000));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
