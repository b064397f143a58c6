import { Socket } from "node:net";
import { type Codec, jpeg, webp } from "@framewire/codec";
import { type EncodedFrame, now } from "@framewire/media";
import sharp from "sharp";
import { until } from "test-support/until";
import { afterEach, expect, it, vi } from "vitest";
import { greyFrame } from "../../testing/encoded-frames.ts";
import { createFeed, frameOf } from "../../testing/feed.ts";
import { read } from "../../testing/reader.ts";
import { createViewer, type Viewer, type ViewerOptions } from "../viewer.ts";

let viewer: Viewer | undefined;

async function viewerWith(options?: ViewerOptions): Promise<Viewer> {
  viewer = await createViewer(options);
  return viewer;
}

afterEach(async () => {
  vi.restoreAllMocks();
  await viewer?.close();
});

function readers(id: string): number {
  return viewer?.state().streams.find((stream) => stream.id === id)?.readers.count ?? 0;
}

it("sends the source's own bytes, and each part's boundary with the part", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const reader = await read(url, "/streams/a.mjpg");
  const head = await reader.head();
  expect(head).toMatch(/^HTTP\/1.1 200 /);
  expect(head).toMatch(/content-type: multipart\/x-mixed-replace; boundary=\S+/i);
  expect(head).not.toMatch(/transfer-encoding/i);
  await until(() => feed.opened === 1);
  for (let sequence = 1; sequence <= 3; sequence++) {
    const frame = frameOf(sequence, 5000);
    feed.push(frame);
    // `part` waits for the boundary after the part, and no other frame follows that would carry it.
    const part = await reader.part();
    expect(part?.headers.get("Content-Type")).toBe("image/jpeg");
    expect(part?.headers.get("X-Timestamp")).toBe(`${sequence}.000000`);
    expect(part?.data.equals(frame.data)).toBe(true);
  }
  expect(viewer?.state().streams[0]).toMatchObject({ width: 64, height: 48, codec: "jpeg" });
  reader.socket.destroy();
});

it("converts WebP frames to JPEG, once for all readers", async () => {
  let encoded = 0;
  const counting: Codec = {
    ...jpeg,
    createEncoder(options) {
      const encoder = jpeg.createEncoder(options);
      return {
        close: () => encoder.close(),
        encode(frame) {
          encoded++;
          return encoder.encode(frame);
        },
      };
    },
  };
  const { url, add } = await viewerWith({ codecs: [counting, webp] });
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const paths = ["a.mjpg", "a.mjpg"];
  const all = await Promise.all(paths.map((path) => read(url, `/streams/${path}`)));
  const snapshot = fetch(`${url}streams/a.jpg`);
  for (const reader of all) await reader.head();
  await until(() => readers("a") === 3 && feed.opened === 1);
  const frame = await greyFrame("webp", 90);
  feed.push(frame);
  const parts = await Promise.all(all.map((reader) => reader.part()));
  const { headers } = parts[0] ?? { headers: new Map<string, string>() };
  expect(headers.get("Content-Type")).toBe("image/jpeg");
  const decoded = await sharp(parts[0]?.data).raw().toBuffer({ resolveWithObject: true });
  expect(decoded.info).toMatchObject({ width: 64, height: 48, channels: 3 });
  expect(decoded.data[0]).toBeGreaterThan(85);
  expect(decoded.data[0]).toBeLessThan(95);
  expect(parts[1]?.data.equals(parts[0]?.data ?? Buffer.alloc(0))).toBe(true);
  expect(Buffer.from(await (await snapshot).arrayBuffer()).equals(parts[0]?.data ?? Buffer.alloc(0))).toBe(true);
  expect(encoded).toBe(1);
  const captured = Number(headers.get("X-Framewire-Captured"));
  expect(captured).toBeCloseTo(frame.timestamp / 1e6, 5);
  expect(Number(headers.get("X-Framewire-Converted"))).toBeGreaterThanOrEqual(captured);
  expect(headers.has("X-Framewire-Encoded")).toBe(false);
  expect(viewer?.state().streams[0]?.codec).toBe("webp");
  for (const reader of all) reader.socket.destroy();
});

it("sends the times of the latency stages with each part", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const reader = await read(url, "/streams/a.mjpg");
  await reader.head();
  await until(() => feed.opened === 1);
  const from = now();
  const times = { encoded: from + 3000, queued: from + 3100, sent: from + 3200, received: from + 9000 };
  feed.push({ ...frameOf(7), timestamp: from, times });
  const { headers } = (await reader.part()) ?? {};
  const names = ["Captured", "Encoded", "Queued", "Sent", "Received"].map((name) => `X-Framewire-${name}`);
  const passed = names.map((name) => Number(headers?.get(name)) * 1e6 - from);
  for (const [index, after] of [0, 3000, 3100, 3200, 9000].entries()) expect(passed[index]).toBeCloseTo(after, -1);
  expect(headers?.get("X-Timestamp")).toBe(headers?.get("X-Framewire-Captured"));
  expect(headers?.get("X-Framewire-Sequence")).toBe("7");
  expect(headers?.has("X-Framewire-Converted")).toBe(false);
  expect(Number(headers?.get("X-Framewire-Written")) * 1e6).toBeGreaterThanOrEqual(from - 1);
  reader.socket.destroy();
});

it("sends the next part's headers with each part on request", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const reader = await read(url, "/streams/a.mjpg?advance_headers=1");
  await reader.head();
  let text = "";
  reader.drain((chunk) => {
    text += chunk.toString("latin1");
  });
  await until(() => feed.opened === 1);
  for (const letter of ["A", "B"]) {
    feed.push({ ...frameOf(1), data: Buffer.from(letter) });
    await until(() => text.endsWith(`${letter}\r\n--framewire-frame\r\nContent-Type: image/jpeg\r\n\r\n`));
  }
  expect(text).not.toContain("Content-Length");
  feed.end();
  expect(await reader.closed).toBe("end");
});

it("calls onShown with each frame that a reader has received", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  const shown: EncodedFrame[] = [];
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames, onShown: (frame) => shown.push(frame) });
  const frames = [1, 2, 3].map((sequence) => frameOf(sequence));
  for (const [index, path] of ["a.mjpg", "a.mjpg?advance_headers=1", "a.jpg"].entries()) {
    const reader = await read(url, `/streams/${path}`);
    await until(() => readers("a") === 1);
    // The source may still be open for the reader before, and about to close.
    while (shown.length === index) {
      feed.push(frames[index] as EncodedFrame);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    reader.socket.destroy();
    await until(() => readers("a") === 0);
    shown.length = index + 1;
  }
  expect(shown).toHaveLength(3);
  shown.forEach((frame, index) => void expect(frame).toBe(frames[index]));
});

it("writes the frame to the socket without a copy", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const written: Uint8Array[] = [];
  const prototype = Socket.prototype as Socket & { _writev(chunks: { chunk: unknown }[], done: unknown): void };
  const writev = prototype._writev;
  vi.spyOn(prototype, "_writev").mockImplementation(function (this: Socket, chunks, done) {
    for (const { chunk } of chunks) if (chunk instanceof Uint8Array) written.push(chunk);
    writev.call(this, chunks, done);
  });
  const reader = await read(url, "/streams/a.mjpg");
  await reader.head();
  await until(() => feed.opened === 1);
  const frame = frameOf(1, 70_000);
  feed.push(frame);
  await reader.part();
  const chunk = written.find(({ byteLength }) => byteLength === 70_000);
  expect(chunk?.buffer).toBe(frame.data.buffer);
  reader.socket.destroy();
});

it("opens the source with the first reader and closes it after the last", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  await fetch(`${url}streams`);
  expect(feed.opened).toBe(0);

  const first = await read(url, "/streams/a.mjpg");
  await until(() => readers("a") === 1);
  const second = await read(url, "/streams/a.mjpg");
  await until(() => readers("a") === 2);
  expect(feed.opened).toBe(1);
  first.socket.destroy();
  await until(() => readers("a") === 1);
  expect(feed.closed).toBe(0);
  second.socket.destroy();
  await until(() => feed.closed === 1);

  const third = await read(url, "/streams/a.mjpg");
  await until(() => feed.opened === 2);
  third.socket.destroy();
});

it("holds one frame for a stalled reader, slows no other reader, and continues with the newest", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const bytes = 512 * 1024;
  const count = 60;
  const sockets = new Set<Socket>();
  let mostHeld = 0;
  const prototype = Socket.prototype as Socket & { _writev(chunks: unknown[], done: unknown): void };
  const writev = prototype._writev;
  vi.spyOn(prototype, "_writev").mockImplementation(function (this: Socket, chunks, done) {
    sockets.add(this);
    writev.call(this, chunks, done);
  });

  const stalled = await read(url, "/streams/a.mjpg");
  const reader = await read(url, "/streams/a.mjpg");
  await stalled.head();
  await reader.head();
  await until(() => readers("a") === 2 && feed.opened === 1);
  for (let sequence = 1; sequence <= count; sequence++) {
    feed.push(frameOf(sequence, bytes));
    // The next frame is pushed when this one has arrived: this reader misses none, whatever the other does.
    expect((await reader.part())?.headers.get("X-Timestamp")).toBe(`${sequence}.000000`);
    for (const socket of sockets) mostHeld = Math.max(mostHeld, socket.writableLength);
  }
  expect(mostHeld).toBeGreaterThan(0);
  expect(mostHeld).toBeLessThan(bytes + 1024);
  const dropped = viewer?.state().streams[0]?.readers.dropped ?? 0;
  // Frames that are not dropped are in the kernel's buffers: a few MB.
  expect(dropped).toBeGreaterThan(count / 2);

  const seen: number[] = [];
  while (seen.at(-1) !== count) {
    const part = await stalled.part();
    if (!part) break;
    seen.push(Number(part.headers.get("X-Timestamp")));
  }
  expect(seen.at(-1)).toBe(count);
  expect(seen).toHaveLength(count - dropped);
  stalled.socket.destroy();
  reader.socket.destroy();
});

it("disconnects a reader that stalls, and not one that has nothing to read", async () => {
  const logged: string[] = [];
  const log = { debug() {}, info: (text: string) => logged.push(text), warn() {}, error() {} };
  const { url, add } = await viewerWith({ stallTimeoutMs: 150, log });
  const busy = createFeed();
  const idle = createFeed();
  add({ id: "busy", name: "Ada", role: "remote", frames: busy.frames });
  add({ id: "idle", name: "Ben", role: "remote", frames: idle.frames });
  const waiting = await read(url, "/streams/idle.mjpg");
  await waiting.head();
  const stalled = await read(url, "/streams/busy.mjpg");
  await stalled.head();
  await until(() => busy.opened === 1 && idle.opened === 1);
  busy.push(frameOf(1, 16 * 1024 * 1024));
  await until(() => busy.closed === 1);
  expect(logged.some((text) => text.includes("Ada accepted no data"))).toBe(true);

  // The idle reader has waited just as long; its next frame still arrives.
  expect(readers("idle")).toBe(1);
  idle.push(frameOf(7));
  expect((await waiting.part())?.headers.get("X-Timestamp")).toBe("7.000000");
  waiting.socket.destroy();
  stalled.socket.destroy();
});

it("ends and fails with the source, and begins a new generation", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const generation = (): number | undefined => viewer?.state().streams[0]?.generation;
  const first = generation();
  const reader = await read(url, "/streams/a.mjpg");
  await reader.head();
  await until(() => feed.opened === 1);
  feed.end();
  expect(await reader.part()).toBeUndefined();
  expect(await reader.closed).toBe("end");
  expect(generation()).not.toBe(first);

  const second = await read(url, "/streams/a.mjpg");
  await second.head();
  await until(() => feed.opened === 2);
  feed.end(new Error("the camera is disconnected"));
  expect(await second.closed).toBe("ECONNRESET");
});

it("breaks the connection and logs the reason when no codec can convert the frames", async () => {
  const logged: string[] = [];
  const log = { debug() {}, info() {}, warn: (text: string) => logged.push(text), error() {} };
  const { url, add } = await viewerWith({ log });
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const reader = await read(url, "/streams/a.mjpg");
  // Unread data would hide the end of the connection.
  reader.drain();
  await until(() => feed.opened === 1);
  feed.push({ ...frameOf(1), codec: "raw" });
  await reader.closed;
  await until(() => feed.closed === 1);
  expect(logged.join()).toContain("The source gives raw");
});

it("answers HEAD without opening the source", async () => {
  const { url, add } = await viewerWith();
  const feed = createFeed();
  add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const answer = await fetch(`${url}streams/a.mjpg`, { method: "HEAD" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("multipart/x-mixed-replace");
  expect(feed.opened).toBe(0);
});
