import type { RequestListener } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { beginStream, type Camera, loop, startCamera } from "../../testing/camera.ts";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { until } from "../../testing/read.ts";
import { readAndAbort } from "../../testing/resources.ts";
import { parseCameraAddress } from "./http/camera-address.ts";
import { mjpeg } from "./mjpeg.ts";
import { readStream } from "./read-stream.ts";

const jpeg = fakeJpeg();
const cameras: Camera[] = [];

async function camera(listener: RequestListener): Promise<Camera> {
  const started = await startCamera(listener);
  cameras.push(started);
  return started;
}

afterEach(async () => {
  for (const one of cameras.splice(0)) await one.close();
});

/** Counts the listeners that a signal has from now on. */
function countListeners(signal: AbortSignal): () => number {
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    count++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    count--;
    remove(...args);
  };
  return () => count;
}

describe("the end", () => {
  const silent: RequestListener = () => {};
  const headOnly: RequestListener = (_, response) => {
    beginStream(response);
    response.flushHeaders();
  };

  it.each<[string, RequestListener, number]>([
    ["while it waits for a response", silent, 0],
    ["while it waits for a frame", headOnly, 0],
    ["while it waits to try again", (_, response) => response.writeHead(503).end(), 0],
    ["between frames", loop([jpeg]), 3],
  ])("comes immediately on abort, and leaves nothing open: %s", async (_, listener, frames) => {
    const one = await camera(listener);
    const release = await readAndAbort(one.url, frames);
    expect(release).toMatchObject({ frames, left: [] });
    expect(release.ms).toBeLessThan(200);
    expect(one.requests).toBe(1);
    await until(() => one.sockets.size === 0, "every socket is closed", 1000);
  });

  it("comes immediately on abort, and leaves nothing open: while it waits for a TLS handshake", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(
        socket
          .resume()
          .on("error", () => {})
          .on("close", () => sockets.delete(socket)),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const release = await readAndAbort(`https://127.0.0.1:${port}/`, 0);
    expect(release.left).toEqual([]);
    expect(release.ms).toBeLessThan(200);
    await until(() => sockets.size === 0, "every socket is closed", 1000);
    await new Promise((resolve) => server.close(resolve));
  });

  it("leaves no listener and no socket after each of several connections", async () => {
    const one = await camera(loop([jpeg]));
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    const options = { stallTimeoutMs: 60_000, maxFrameBytes: 4096 };
    for (let i = 0; i < 3; i++) {
      const progress = { connected: false, answered: false, lastByteAt: 0 };
      for await (const event of readStream(
        { camera: parseCameraAddress(one.url), trust: {}, login: {} },
        options,
        progress,
        signal,
      )) {
        expect(event.kind).toBe("frame");
        expect(listeners()).toBe(1);
        break;
      }
      expect(listeners()).toBe(0);
    }
    await until(() => one.sockets.size === 0, "every socket is closed", 1000);
  });

  it("comes immediately when the reader leaves, also while it waits", async () => {
    const one = await camera(headOnly);
    const frames = mjpeg(one.url)()[Symbol.asyncIterator]();
    const waiting = frames.next();
    await until(() => one.requests === 1, "the request has arrived");
    await frames.return?.();
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
    await until(() => one.sockets.size === 0, "every socket is closed", 1000);
  });

  it("opens nothing when the signal has already aborted", async () => {
    const one = await camera(silent);
    for await (const _ of mjpeg(one.url)({ signal: AbortSignal.abort() }));
    expect(one.requests).toBe(0);
  });

  it("keeps no listener on the signal", async () => {
    const { url } = await camera(loop([jpeg]));
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    for await (const _ of mjpeg(url)({ signal })) break;
    expect(listeners()).toBe(0);
  });
});
