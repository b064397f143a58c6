/** Hostile peers: sockets and connections that misuse the server. */

import { connect as connectSocket, type Socket } from "node:net";
import { connect } from "@framewire/client";
import type { Connection } from "@framewire/protocol";
import { createPairingKey } from "@framewire/security";
import type { Random } from "../random.ts";

/** Peers that misuse the server, or are too slow for it. */
export interface HostilePeers {
  /** Sends random bytes and hangs up. */
  sendGarbage(): void;
  /** Connects with a wrong pairing key. */
  tryWrongKey(): void;
  /** Opens sockets that send nothing. The returned function closes them. */
  openIdleSockets(count: number): () => void;
  /** Connects with the right key and reads one frame per second. The returned function ends the connection. */
  readSlowly(): () => void;
  /** Connections that were admitted without the key. */
  readonly admittedWithoutKey: number;
  close(): Promise<void>;
}

/** The address of the sockets. It differs from the clients': limits per address must not affect the clients. */
const localAddress = "127.0.0.2";

/** Creates the {@link HostilePeers} of a server at this port. */
export function createHostilePeers({ port, key, random }: HostilePeersOptions): HostilePeers {
  const address = `127.0.0.1:${port}`;
  const sockets = new Set<Socket>();
  const pending = new Set<Promise<void>>();
  let admittedWithoutKey = 0;

  function open(): Socket {
    const socket = connectSocket({ port, host: "127.0.0.1", localAddress });
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.resume();
    return socket;
  }

  function track(connecting: Promise<void>): void {
    const tracked = connecting.finally(() => pending.delete(tracked));
    pending.add(tracked);
  }

  async function connectWith(wrongKey: string): Promise<void> {
    let connection: Connection;
    try {
      connection = await connect(address, { security: { key: wrongKey }, retryForMs: 1 });
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
    tryWrongKey: () => track(connectWith(createPairingKey())),
    openIdleSockets(count) {
      const idle = Array.from({ length: count }, open);
      return () => {
        for (const socket of idle) socket.destroy();
      };
    },
    readSlowly() {
      const leaving = new AbortController();
      track(readSlowly(address, key, leaving.signal));
      return () => leaving.abort();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(pending);
    },
  };
}

/** Options of {@link createHostilePeers}. */
export interface HostilePeersOptions {
  readonly port: number;
  /** The server's pairing key, which only the slow reader uses. */
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
