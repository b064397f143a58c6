/**
 * The least that a server of `bench/fanout.ts` does that hears its viewers: a bare `node:net` server that speaks the
 * protocol's bytes, answers pings, asks for receipts as seldom as Framewire does on such a path, and skips a viewer who
 * owes too many. It measures nothing, chooses nothing and checks nothing: what it takes more than the bare server is what
 * hearing hundreds of viewers takes in Node, and what Framewire takes more than it is Framewire's own.
 */
import { createServer, type Socket } from "node:net";
import { now } from "@framewire/media";
import { film, type Shot } from "./fanout-camera.ts";

interface Viewer {
  readonly socket: Socket;
  sent: number;
  taken: number;
}

const ping = 0x22;
const receipt = 0x1a;

/** Frames between two that ask for a receipt: 0.4 s. */
const asksEvery = 12;
/** What a viewer may owe. */
const most = 3 * asksEvery;

/** Serves the camera's pictures, and gives back the port. */
export async function sketch(onPicture: () => void): Promise<number> {
  const viewers = new Set<Viewer>();
  const server = createServer({ noDelay: true }, (socket) => {
    const viewer = { socket, sent: 0, taken: 0 };
    socket.write(hello);
    viewers.add(viewer);
    socket.on("error", () => {});
    socket.on("close", () => viewers.delete(viewer));
    socket.on("data", (chunk) => hear(viewer, chunk));
  });
  let pictures = 0;
  film((shot) => {
    onPicture();
    const packet = framePacket(shot, ++pictures % asksEvery === 0);
    for (const viewer of viewers) {
      if (viewer.sent - viewer.taken >= most) continue;
      viewer.sent++;
      viewer.socket.write(packet);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

/** The viewers of the benchmark write each packet whole. */
function hear(viewer: Viewer, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.byteLength; at += 1 + (chunk[at] as number)) {
    const kind = chunk[at + 1];
    if (kind === receipt) viewer.taken = readVarint(chunk, at + 4);
    else if (kind === ping) viewer.socket.write(pong(chunk.subarray(at + 4, at + 1 + (chunk[at] as number))));
  }
}

function framePacket({ sequence, timestamp, data }: Shot, ackRequested: boolean): Buffer {
  const head = [
    ...field(1, sequence),
    ...field(2, timestamp),
    ...bytes(3, Buffer.from("jpeg")),
    ...field(5, 768),
    ...field(6, 576),
    ...(ackRequested ? field(7, 1) : []),
    ...varint((15 << 3) | 2),
    ...varint(data.byteLength),
  ];
  const frame = [...varint((15 << 3) | 2), ...varint(head.length + data.byteLength), ...head];
  return Buffer.concat([Buffer.from([...varint(frame.length + data.byteLength), ...frame]), data]);
}

/** Answers the ping whose `sent` is written so. */
function pong(sent: Uint8Array): Buffer {
  const at = now();
  return delimited(bytes(5, [8, ...sent, ...field(2, at), ...field(3, at)]));
}

const hello = delimited(
  bytes(1, [
    ...field(1, 1),
    ...bytes(2, Buffer.from("sketch")),
    ...bytes(3, Buffer.from("0123456789abcdef")),
    ...bytes(4, Buffer.from("jpeg")),
    ...field(5, 16 << 20),
  ]),
);

function delimited(packet: readonly number[]): Buffer {
  return Buffer.from([...varint(packet.length), ...packet]);
}

function field(number: number, value: number): number[] {
  return [number << 3, ...varint(value)];
}

function bytes(number: number, value: Iterable<number>): number[] {
  const content = [...value];
  return [(number << 3) | 2, ...varint(content.length), ...content];
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];
}

function readVarint(from: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 0x80) {
    const byte = from[at] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}
