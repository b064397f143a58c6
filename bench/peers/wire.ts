/**
 * One process of `bench/wire.ts`: sends, receives or both, over a bare `node:net` socket or over a
 * Framewire connection on one, for a given time, and tells its parent how much that was.
 */
import { connect, createServer, type Socket } from "node:net";
import type { EncodedFrame } from "@framewire/media";
import { now } from "@framewire/media";
import { openConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";

/** What the parent asks for. */
export interface Task {
  readonly kind: "bare" | "framewire";
  readonly sends: boolean;
  readonly receives: boolean;
  /** Bytes of a picture. */
  readonly size: number;
  /** Connect here; listen when it is undefined. */
  readonly port?: number;
  readonly milliseconds: number;
}

/** What a peer did. */
export interface Result {
  readonly framesReceived: number;
  readonly seconds: number;
  readonly cpuMicroseconds: number;
}

async function run(task: Task): Promise<void> {
  const socket = await open(task);
  socket.on("error", () => {});
  const peer = task.kind === "bare" ? bare(socket, task) : await framewire(socket, task);
  // The first two seconds warm up both sides.
  await sleep(2000);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const before = peer.framesReceived();
  await sleep(task.milliseconds);
  const { user, system } = process.cpuUsage(cpu);
  const result: Result = {
    framesReceived: peer.framesReceived() - before,
    seconds: (performance.now() - started) / 1000,
    cpuMicroseconds: user + system,
  };
  process.send?.({ result }, () => process.exit(0));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function open({ port }: Task): Promise<Socket> {
  if (port !== undefined) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve) => socket.once("connect", resolve));
    return socket;
  }
  const server = createServer({ noDelay: true });
  const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
  server.listen(0, "127.0.0.1", () => {
    process.send?.({ port: (server.address() as { port: number }).port });
  });
  return accepted;
}

interface Peer {
  framesReceived(): number;
}

/** The bytes of frames and nothing around them: written until the socket says to wait, counted as they come. */
function bare(socket: Socket, { sends, receives, size }: Task): Peer {
  let bytes = 0;
  if (receives) {
    socket.on("data", (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
    });
  } else socket.resume();
  if (sends) {
    const packet = new Uint8Array(size);
    const write = (): void => {
      while (socket.write(packet));
    };
    socket.on("drain", write);
    write();
  }
  return { framesReceived: () => bytes / size };
}

/** The same bytes as frames of a connection, offered as fast as they go. */
async function framewire(socket: Socket, { sends, receives, size }: Task): Promise<Peer> {
  const connection = await openConnection(tcpTransport(socket), { codecs: ["jpeg"], maxPacketsPerSecond: Infinity });
  if (receives) void take(connection.frames);
  if (sends) void connection.send(pictures(size));
  return { framesReceived: () => connection.stats().received.frames };
}

async function take(frames: AsyncIterable<EncodedFrame>): Promise<void> {
  for await (const _ of frames);
}

async function* pictures(size: number): AsyncGenerator<EncodedFrame> {
  const data = new Uint8Array(size);
  for (let sequence = 1; ; sequence++) {
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 768, height: 576, data };
  }
}

process.once("message", (task: Task) => void run(task));
