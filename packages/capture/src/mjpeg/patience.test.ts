import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { partOf, startRawCamera } from "../../testing/raw-camera.ts";
import { recordLog, take, until } from "../../testing/read.ts";
import { createPatience } from "../source-kit/patience.ts";
import { mjpeg } from "./mjpeg.ts";

const head = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";
const part = partOf(fakeJpeg());
const other = partOf(fakeJpeg({ width: 320 }));
const backoff = { initialMs: 5, maxMs: 20 };
const warnings = (log: { readonly lines: readonly string[] }): string[] =>
  log.lines.filter((line) => !line.startsWith("debug"));

describe("the patience with a camera", () => {
  it("begins with 15 s for the first frame, and doubles up to two minutes while nothing comes", () => {
    const patience = createPatience({ stallTimeoutMs: 5000 });
    const times = Array.from({ length: 6 }, () => {
      patience.noteOpened();
      const { firstFrameMs } = patience;
      patience.noteSilence();
      return firstFrameMs;
    });
    expect(times).toEqual([15_000, 30_000, 60_000, 120_000, 120_000, 120_000]);
    patience.noteFrame(100);
    expect(patience.firstFrameMs).toBe(15_000);
    expect(createPatience({ openTimeoutMs: 300_000, stallTimeoutMs: 5000 }).firstFrameMs).toBe(300_000);
  });

  it("is that for the first frame until there is a second one, then three times the camera's interval", () => {
    const patience = createPatience({ stallTimeoutMs: 5000 });
    patience.noteFrame(0);
    expect(patience.silenceMs).toBe(15_000);
    patience.noteFrame(8000);
    expect(patience.silenceMs).toBe(24_000);
    for (let i = 0; i < 200; i++) patience.noteFrame(100);
    expect(patience.silenceMs).toBe(5000);
  });

  it("doubles up to ten minutes for a camera that sends a frame when it is opened, and then nothing", () => {
    const patience = createPatience({ stallTimeoutMs: 5000 });
    for (let i = 0; i < 100; i++) patience.noteFrame(100);
    const times = Array.from({ length: 9 }, () => {
      const { silenceMs } = patience;
      patience.noteSilence();
      patience.noteOpened();
      patience.noteFrame(100);
      return silenceMs / 1000;
    });
    expect(times).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
  });
});

describe("a camera that is silent", () => {
  it("at first, for longer than the usual time, is read on its first connection", async () => {
    await using camera = await startRawCamera((socket) => {
      setTimeout(() => socket.write(head + part, "latin1"), 700);
    });
    const log = recordLog();
    await take(mjpeg(camera.url, { stallTimeoutMs: 100, openTimeoutMs: 20_000, backoff, log }), 1);
    expect(camera.requests).toHaveLength(1);
    expect(warnings(log)).toEqual([
      expect.stringMatching(
        /^warn: No frame from \S+ yet: nothing has arrived for 0\.1 s\. Trying until there is one\.$/,
      ),
      expect.stringMatching(/^info: .* delivers frames now\.$/),
    ]);
  });

  it("between frames for longer than the usual time is not lost, and is read on the same connection", async () => {
    await using camera = await startRawCamera((socket) => {
      socket.write(head + part, "latin1");
      const timer = setInterval(() => socket.write(part, "latin1"), 400);
      socket.once("close", () => clearInterval(timer));
    });
    const log = recordLog();
    await take(mjpeg(camera.url, { stallTimeoutMs: 50, openTimeoutMs: 20_000, backoff, log }), 4);
    expect(camera.requests).toHaveLength(1);
    expect(warnings(log)).toEqual([]);
  });

  it("for good is asked again beside it, and read where it answers first", async () => {
    const sockets: Socket[] = [];
    await using camera = await startRawCamera((socket) => {
      sockets.push(socket);
      socket.write(head + part.repeat(3), "latin1");
    });
    const log = recordLog();
    const frames = await take(mjpeg(camera.url, { stallTimeoutMs: 100, backoff, log }), 5);
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
    expect(warnings(log)).toEqual([]);
    await until(() => camera.sockets.size === 0, "every socket is closed");
    expect(sockets).toHaveLength(2);
  });

  it("is read on the silent connection where that brings the next frame, whatever the other ones answer", async () => {
    await using camera = await startRawCamera((socket) => {
      const { length } = camera.requests;
      if (length === 1) socket.write(head + part.repeat(3), "latin1");
      else if (length === 2) socket.end("HTTP/1.1 503 Busy\r\n\r\n");
      else if (length === 3) {
        for (const one of camera.sockets) if (one !== socket) one.write(other, "latin1");
      }
    });
    const frames = await take(mjpeg(camera.url, { stallTimeoutMs: 100, backoff }), 4);
    expect(frames.map(({ width }) => width)).toEqual([64, 64, 64, 320]);
    await until(() => camera.sockets.size === 0, "every socket is closed");
  });

  it("ends at once on abort, with both connections", async () => {
    await using camera = await startRawCamera((socket) => {
      if (camera.requests.length === 1) socket.write(head + part.repeat(3), "latin1");
    });
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of mjpeg(camera.url, { stallTimeoutMs: 50, backoff })({ signal: stop.signal }));
    })();
    await until(() => camera.requests.length === 2, "it is asked again");
    expect(camera.sockets.size).toBe(2);
    stop.abort();
    await reading;
    await until(() => camera.sockets.size === 0, "every socket is closed");
  });
});
