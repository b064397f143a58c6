import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EncodedFrame, VideoFrame, VideoSource } from "@framewire/media";
import { isEncoded } from "@framewire/media";
import { freePort } from "test-support/free-port";
import { type Running, run } from "test-support/run";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Camera, startCamera } from "../../testing/camera.ts";
import { fakeFfmpeg } from "../../testing/fake-ffmpeg.ts";
import { startFakeRtsp } from "../../testing/fake-rtsp.ts";
import { footage, needs, python } from "../../testing/programs.ts";
import { recordLog, until } from "../../testing/read.ts";
import { sourceChecks } from "../compliance.ts";
import { SourceError } from "../source-error.ts";
import { ffmpeg } from "./ffmpeg.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "framewire-ffmpeg-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function take(source: VideoSource, count: number): Promise<(VideoFrame | EncodedFrame)[]> {
  const frames: (VideoFrame | EncodedFrame)[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** Returns the process ids of the running children of a process. */
function children(pid: number | "self" = "self"): number[] {
  const own = pid === "self" ? process.pid : pid;
  return readFileSync(`/proc/${own}/task/${own}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

function isAlive(pid: number): boolean {
  try {
    // A process whose parent has exited may be a zombie for a while.
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function make(args: readonly string[], name: string): string {
  const file = join(folder, name);
  execFileSync("ffmpeg", ["-v", "error", ...args, "-y", file]);
  return file;
}

const program = needs("ffmpeg");
describe.skipIf(program.skip)(`lavfi:${program.because}`, () => {
  const create = ({ width = 160, height = 90, fps = 30 }): VideoSource =>
    ffmpeg("lavfi:testsrc2", { width, height, fps });
  const checks = sourceChecks(create, { honoursSize: true, honoursFps: true, openResources: () => children().length });
  for (const { name, run: check } of checks) it(name, check);

  it("yields pixels, with the options in its text", async () => {
    const source = ffmpeg("lavfi:color=color=red:size=64x48:rate=50", { width: 320, height: 240, fps: 5 });
    const [frame] = await take(source, 1);
    expect(frame).toMatchObject({ format: "RGB", width: 64, height: 48, sequence: 0 });
    const [red = 0, green = 255, blue = 255] = frame?.data ?? [];
    expect([red > 250, green < 5, blue < 5]).toEqual([true, true, true]);
    expect(source.describe?.()).toMatchObject({ device: "lavfi:color", fps: 50, passthrough: false });
  });
});

const street = needs("ffmpeg", footage);
describe.skipIf(street.skip)(`files${street.because}`, () => {
  it("yield the footage without changes, in real time at 10 frames per second", async () => {
    const frames = await take(ffmpeg(footage), 8);
    const expected = execFileSync(
      "ffmpeg",
      ["-v", "error", "-i", footage, "-frames:v", "8", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"],
      { maxBuffer: 64e6 },
    );
    for (const [i, { data }] of frames.entries()) {
      expect(expected.subarray(i * data.length, (i + 1) * data.length).equals(data)).toBe(true);
    }
    const times = frames.map(({ timestamp }) => timestamp);
    expect(times.slice(1).map((time, i) => time - (times[i] ?? 0))).toEqual(Array(7).fill(100_000));
  });

  it.each([
    ["the street's own bytes", "copy", "avi"],
    ["JPEGs", "mjpeg", "avi"],
    ["MPEG-4", "mpeg4", "mp4"],
  ])("loop with evenly spaced timestamps, also from the end to the start: %s", async (_, codec, kind) => {
    const file = make(["-i", footage, "-frames:v", "5", "-c:v", codec], `short-${codec}.${kind}`);
    const frames = await take(ffmpeg(file, { loop: true }), 17);
    const times = frames.map(({ timestamp }) => timestamp);
    expect(times.slice(1).map((time, i) => time - (times[i] ?? 0))).toEqual(Array(16).fill(100_000));
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 17 }, (_, i) => i));
  });

  it("end the loop at their end, and start again when they are read again", async () => {
    const file = make(["-i", footage, "-frames:v", "4", "-c:v", "mpeg4"], "once.mp4");
    const source = ffmpeg(file);
    expect(await take(source, 99)).toHaveLength(4);
    expect((await take(source, 99)).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7]);
  });

  it("of JPEGs are passed through byte for byte", async () => {
    const file = make(["-i", footage, "-frames:v", "6", "-c:v", "mjpeg", "-q:v", "4"], "street.avi");
    execFileSync("ffmpeg", ["-v", "error", "-i", file, "-c", "copy", "-f", "image2", join(folder, "street-%02d.jpg")]);
    const source = ffmpeg(file);
    const frames = await take(source, 99);
    expect(frames).toHaveLength(6);
    frames.forEach((frame, i) => {
      expect(isEncoded(frame) && frame.codec).toBe("jpeg");
      expect(readFileSync(join(folder, `street-0${i + 1}.jpg`)).equals(frame.data)).toBe(true);
    });
    expect(source.describe?.()).toEqual({
      device: file,
      width: 768,
      height: 576,
      fps: 10,
      format: "JPEG",
      passthrough: true,
    });
  });

  it("of JPEGs without Huffman tables, such as those of webcams, get the standard ones", async () => {
    const standard = ["-c:v", "mjpeg", "-huffman", "default"];
    const tabled = make(["-i", footage, "-frames:v", "3", ...standard], "whole.avi");
    const whole = readFileSync(tabled);
    // Removes the tables from each JPEG: their segment becomes a comment.
    for (let at = whole.indexOf("ffc4", 0, "hex"); at >= 0; at = whole.indexOf("ffc4", at + 1, "hex"))
      whole[at + 1] = 0xfe;
    const file = join(folder, "bare.avi");
    writeFileSync(file, whole);
    const [frame] = await take(ffmpeg(file), 1);
    expect(frame && isEncoded(frame)).toBe(true);
    expect(Buffer.from(frame?.data ?? []).includes("ffc401a2", 0, "hex")).toBe(true);
    const pixels = (input: readonly string[], data?: Uint8Array): Buffer =>
      execFileSync("ffmpeg", ["-v", "error", ...input, "-frames:v", "1", "-f", "rawvideo", "-"], {
        input: data,
        maxBuffer: 1 << 24,
      });
    expect(pixels(["-f", "mjpeg", "-i", "-"], frame?.data).equals(pixels(["-i", tabled]))).toBe(true);
  });

  it("that are not videos throw an error", async () => {
    const file = join(folder, "text.avi");
    for (const text of [
      "Hello.",
      "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
      "ffconcat version 1.0\nfile /etc/passwd\n",
    ]) {
      writeFileSync(file, text);
      await expect(take(ffmpeg(file), 1)).rejects.toThrow(
        `Cannot read frames from ${file}: it is not a video that ffmpeg can read.`,
      );
    }
  });
});

const screen = needs("ffmpeg", "Xvfb");
describe.skipIf(screen.skip)(`the screen${screen.because}`, () => {
  const display = `:${200 + (process.pid % 500)}`;
  let server: Running;
  beforeAll(async () => {
    server = run("Xvfb", [display, "-screen", "0", "400x300x24", "-nolisten", "tcp"]);
    await until(() => existsSync(`/tmp/.X11-unix/X${display.slice(1)}`), "there is a screen");
  });
  afterAll(() => server.stop());

  const screenOf = ({ fps = 30 }): VideoSource => ffmpeg(`screen:${display}`, { fps });
  const checks = sourceChecks(screenOf, { honoursFps: true, openResources: () => children().length });
  for (const { name, run: check } of checks) it(name, check);

  it("is read in full size, at the requested rate", async () => {
    const log = recordLog();
    const source = ffmpeg(`screen:${display}`, { fps: 20, log });
    const [frame, ...more] = await take(source, 12);
    expect(frame, server.output + log.lines.join()).toMatchObject({ format: "RGB", width: 400, height: 300 });
    expect(source.describe?.()).toMatchObject({ device: `screen ${display}`, width: 400, fps: 20, passthrough: false });
    // ffmpeg did not hold frames back to measure the rate.
    const spacing = ((more.at(-1)?.timestamp ?? 0) - (frame?.timestamp ?? 0)) / more.length;
    expect(spacing).toBeGreaterThan(50_000 * 0.7);
  });
});

const rtsp = needs("ffmpeg", "RTSP server");
describe.skipIf(rtsp.skip)(`RTSP${rtsp.because}`, () => {
  const script = new URL("../../testing/rtsp-server.py", import.meta.url).pathname;
  let port = 0;
  let server: Running;
  async function start(...more: readonly string[]): Promise<Running> {
    const started = run(python, [script, String(port), ...more]);
    await until(() => started.output.includes("ready"), "the server listens");
    return started;
  }
  beforeAll(async () => {
    port = await freePort();
    server = await start();
  });
  afterAll(() => server.stop());

  const log = recordLog();
  const checks = sourceChecks(() => ffmpeg(`rtsp://127.0.0.1:${port}/jpeg`, { log }), {
    openResources: () => children().length,
    device: {
      disconnect: () => server.stop(),
      async reconnect() {
        server = await start();
      },
      logLines: () => log.lines.filter((line) => !line.startsWith("debug")),
    },
  });
  for (const { name, run: check } of checks) it(name, check);

  it("of another codec yields pixels", async () => {
    const source = ffmpeg(`rtsp://127.0.0.1:${port}/vp8`);
    expect(await take(source, 3)).toMatchObject(Array(3).fill({ format: "RGB", width: 320, height: 240 }));
    expect(source.describe?.()).toMatchObject({ format: "VP80", passthrough: false });
  });

  it("of another codec yields its first frame soon: no frame is discarded", async () => {
    // The source was read before, so it is known to have no JPEGs. The stream has one key frame per second.
    const source = ffmpeg(`rtsp://127.0.0.1:${port}/vp8`);
    await take(source, 1);
    await server.stop();
    server = await start();
    const before = performance.now();
    await take(source, 1);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("that stalls is logged once, soon, and recovers soon", async () => {
    const log = recordLog();
    const stop = new AbortController();
    let seenAt = 0;
    let seen = 0;
    const iteration = (async () => {
      for await (const _ of ffmpeg(`rtsp://127.0.0.1:${port}/jpeg`, { log })({ signal: stop.signal })) {
        seenAt = performance.now();
        seen++;
      }
    })();
    const warnings = (): string[] => log.lines.filter((line) => line.startsWith("warn"));
    // Enough frames to know the camera's interval.
    await until(() => seen > 60, "there are frames", 30_000);
    server.signal("SIGSTOP");
    const stopped = performance.now();
    await until(() => warnings().length > 0, "it is logged");
    expect(performance.now() - stopped).toBeLessThan(8000);
    // Long enough for the next attempt to fail as well.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    server.signal("SIGCONT");
    const back = performance.now();
    await until(() => seenAt > back, "it is back");
    expect(seenAt - back).toBeLessThan(6000);
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^warn: Lost the camera at \S+: nothing has arrived for [\d.]+ s\. Trying until it is back\.$/,
      ),
    ]);
    stop.abort();
    await iteration;
  });

  it("is refused without its password, which is in no message", async () => {
    await server.stop();
    server = await start("private");
    const messages = recordLog();
    for (const name of ["", "bob:wrongword@"]) {
      const refused = take(ffmpeg(`rtsp://${name}127.0.0.1:${port}/jpeg`, { log: messages }), 1);
      await expect(refused).rejects.toMatchObject({
        code: "unauthorized",
        message: expect.not.stringContaining("wrongword"),
      });
    }
    const source = ffmpeg(`rtsp://bob:secret@127.0.0.1:${port}/jpeg`, { log: messages });
    expect(await take(source, 1)).toMatchObject([{ codec: "jpeg", width: 320 }]);
    expect(JSON.stringify([messages.lines, source.describe?.()])).not.toMatch(/secret|wrongword/);
  });

  it("is waited for when it asks for a password for a while after a restart", async () => {
    await server.stop();
    server = await start();
    const messages = recordLog();
    const source = ffmpeg(`rtsp://127.0.0.1:${port}/jpeg`, { log: messages, backoff: { initialMs: 50, maxMs: 200 } });
    const frames = source()[Symbol.asyncIterator]();
    expect((await frames.next()).done).toBe(false);
    await server.stop();
    server = await start("private");
    const drained = (async () => {
      while (!messages.lines.some((line) => line.endsWith("is back."))) if ((await frames.next()).done) return "ended";
      return "back";
    })();
    const refused = (): boolean => messages.lines.some((line) => line.includes("name and password are missing"));
    await until(refused, "it is refused", 20_000);
    await server.stop();
    server = await start();
    await expect(drained).resolves.toBe("back");
    await frames.return?.();
  });

  it("recovers within 2 s each of ten times that the server is killed, and leaves no process and no descriptor", async () => {
    await server.stop();
    server = await start();
    const before = { children: children().length, descriptors: descriptors() };
    const frames = ffmpeg(`rtsp://127.0.0.1:${port}/jpeg`)()[Symbol.asyncIterator]();
    let last = -1;
    async function next(): Promise<number> {
      const { done, value } = await frames.next();
      expect(done).toBe(false);
      expect(value?.sequence).toBeGreaterThan(last);
      last = value?.sequence ?? -1;
      return performance.now();
    }
    await next();
    for (let round = 0; round < 10; round++) {
      await server.stop();
      server = await start();
      const back = performance.now();
      // The first frame may be from the previous connection.
      await next();
      await next();
      expect((await next()) - back).toBeLessThan(2000);
      expect(children().length).toBeLessThanOrEqual(before.children + 2);
    }
    await frames.return?.();
    await until(() => children().length <= before.children, "no process is left");
    await until(() => descriptors() <= before.descriptors, "no descriptor is left");
  });
});

describe.skipIf(program.skip)(`the process${program.because}`, () => {
  it.each(["a stream", "a silent one"])("ends when its parent process is killed: %s", async (which) => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const text = which === "a stream" ? "lavfi:testsrc2=size=64x48" : `http://127.0.0.1:${port}/x.mp4`;
    const code = `
      const { ffmpeg } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
      for await (const _ of ffmpeg(process.argv[1])()) {}`;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", code, text], { stdio: "ignore" });
    try {
      // ffmpeg and the watchdog.
      await until(() => parent.pid !== undefined && children(parent.pid).length === 2, "both run");
      const pids = children(parent.pid);
      await new Promise((resolve) => setTimeout(resolve, 200));
      parent.kill("SIGKILL");
      await until(() => !pids.some(isAlive), "both have exited", 3000);
    } finally {
      parent.kill("SIGKILL");
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    }
  });
});

describe.skipIf(needs("ffmpeg").skip)("a camera that is read by ffmpeg", () => {
  it("is not opened again where its frames are farther apart than the time for a stall", async () => {
    const slow =
      "-v error -readrate 0.1 -f lavfi -i testsrc2=size=64x48:rate=25 -c:v mjpeg -f nut -flush_packets 1 pipe:1";
    using _ = fakeFfmpeg(`exec "$FFMPEG" ${slow}`);
    const log = recordLog();
    const frames = await take(
      ffmpeg("rtsp://127.0.0.1:1/slow", { stallTimeoutMs: 100, openTimeoutMs: 30_000, log }),
      4,
    );
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
    expect(log.lines.filter((line) => line.includes("Lost"))).toEqual([]);
  });

  it("is given more time for its first frame with each attempt on which nothing comes", async () => {
    using _ = fakeFfmpeg("exec sleep 60");
    const log = recordLog();
    const options = { stallTimeoutMs: 100, openTimeoutMs: 150, backoff: { initialMs: 1, maxMs: 1 }, log };
    const frames = ffmpeg("rtsp://127.0.0.1:1/silent", options)()[Symbol.asyncIterator]();
    const waiting = frames.next();
    const seen = (seconds: string): boolean => log.lines.some((line) => line.includes(`arrived for ${seconds} s`));
    await until(() => seen("0.15") && seen("0.3") && seen("0.6"), "it has waited longer each time", 30_000);
    await frames.return?.();
    await waiting;
  });
});

describe.skipIf(street.skip)(`a video over http${street.because}`, () => {
  /** Serves a video of 20 frames, two seconds. The first response stops or ends after `ratio` of the bytes. */
  async function serve(after: "silence" | "end", ratio: number): Promise<Camera & { readonly sentAt: number }> {
    const video = readFileSync(make(["-i", footage, "-frames:v", "20", "-c:v", "mjpeg"], `${after}.avi`));
    let sentAt = 0;
    let requests = 0;
    const web = await startCamera((_, response) => {
      response.writeHead(200, { "Content-Type": "video/x-msvideo", "Content-Length": video.length });
      if (requests++ > 0) return response.end(video);
      return response.write(video.subarray(0, Math.round(video.length * ratio)), () => {
        sentAt = performance.now();
        if (after === "end") response.destroy();
      });
    });
    return Object.defineProperty(web as Camera & { readonly sentAt: number }, "sentAt", { get: () => sentAt });
  }

  it("that stalls is logged once within 3 s, and requested again", async () => {
    await using web = await serve("silence", 0.2);
    const log = recordLog();
    let lostAt = 0;
    const url = `http://127.0.0.1:${web.port}/street.avi`;
    const timedLog = {
      ...log,
      warn(text: string) {
        lostAt = performance.now();
        log.warn(text);
      },
    };
    const frames = await take(ffmpeg(url, { log: timedLog }), 22);
    const lost = `Lost the camera at ${url}: nothing has arrived for 2.5 s. Trying until it is back.`;
    expect(log.lines.filter((line) => !line.startsWith("debug"))).toEqual([
      `warn: ${lost}`,
      `info: The camera at ${url} is back.`,
    ]);
    expect(lostAt - web.sentAt).toBeLessThan(3000 + 500);
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 22 }, (_, i) => i));
    expect(web.requests).toBe(2);
  });

  it("whose server never answers is logged within 3 s", async () => {
    await using web = await startCamera(() => {});
    const log = recordLog();
    const stop = new AbortController();
    const url = `http://127.0.0.1:${web.port}/street.avi`;
    const began = performance.now();
    const iteration = (async () => {
      for await (const _ of ffmpeg(url, { log })({ signal: stop.signal })) expect.unreachable();
    })();
    await until(() => log.lines.length > 0, "it is logged");
    expect(performance.now() - began).toBeLessThan(3000 + 500);
    expect(log.lines).toEqual([
      `warn: No frame from ${url} yet: nothing has arrived for 2.5 s. Trying until there is one.`,
    ]);
    stop.abort();
    await iteration;
  });

  it("that breaks off is requested again, and ends at its real end", async () => {
    await using web = await serve("end", 0.5);
    const log = recordLog();
    const frames = await take(ffmpeg(`http://127.0.0.1:${web.port}/street.avi`, { log }), 99);
    expect(log.lines.filter((line) => line.startsWith("warn"))).toEqual([
      expect.stringMatching(/: it closed the connection\. Trying until it is back\.$/),
    ]);
    expect(frames.length).toBeGreaterThan(20);
    expect(frames.length).toBeLessThan(40);
  });
});

describe("hostile strings", () => {
  it.each([
    ...["-i", "", ";", "$(id)", "`id`", "|id", "webcam", "concat:/etc/passwd|/etc/group", "file:/etc/passwd"],
    ...[
      "data:text/plain,x",
      "subfile,,start,0,end,0,,:/etc/passwd",
      "pipe:0",
      "crypto:/etc/passwd",
      "tcp://127.0.0.1:1",
    ],
    ...[
      "lavfi:movie=/etc/passwd",
      "lavfi:testsrc2,movie=/etc/passwd",
      "lavfi:testsrc2=size=1x1[a];movie=x",
      "lavfi:-i",
    ],
    ...[
      "screen:-i",
      "screen::0 -i /etc/passwd",
      "/dev/zero",
      "/dev/video0 -i x",
      "/dev/../etc/passwd",
      "rtsp:///etc/passwd",
    ],
    ...["/no/$(id).avi", "/no/a;b.avi", "rtsp://cam/\n-i", "lavfi:testsrc2\n", "a\0b.avi", "/etc", "./-i"],
  ])("%j is refused before anything is opened", (text) => {
    expect(() => ffmpeg(text)).toThrow(SourceError);
    expect(() => ffmpeg(text)).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringMatching(/\.$/) }),
    );
  });

  it.skipIf(program.skip)(
    `an address that redirects to a file is not followed, and the error says so${program.because}`,
    async () => {
      const secret = make(["-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "3"], "secret.avi");
      let requests = 0;
      await using web = await startCamera((_, response) => {
        requests++;
        response.writeHead(302, { Location: `file://${secret}` }).end();
      });
      const url = `http://127.0.0.1:${web.port}/video.avi`;
      await expect(take(ffmpeg(url), 1)).rejects.toMatchObject({
        code: "http",
        message: `Cannot read frames from ${url}: it redirects to an address that is not http or https, which is not followed.`,
      });
      expect(requests).toBe(1);

      await using rtsp = await startFakeRtsp(["RTSP/1.0 302 Found", `Location: file://${secret}`]);
      const log = recordLog();
      const stop = new AbortController();
      const frames: unknown[] = [];
      const iteration = (async () => {
        for await (const frame of ffmpeg(`rtsp://127.0.0.1:${rtsp.port}/live`, { log })({ signal: stop.signal })) {
          frames.push(frame);
        }
      })().catch((error: unknown) => error);
      await Promise.race([iteration, until(() => log.lines.length > 0, "it logs a message")]);
      stop.abort();
      const error = await iteration;
      const message = error instanceof SourceError ? `error: ${error.message}` : log.lines[0];
      expect(message).toMatch(/^(warn|error): .*\.$/);
      expect(message).not.toContain("secret");
      expect(frames).toEqual([]);
    },
  );

  it.skipIf(program.skip)(
    `a playlist at an address opens nothing, and the error says so${program.because}`,
    async () => {
      const paths: (string | undefined)[] = [];
      await using web = await startCamera((request, response) => {
        paths.push(request.url);
        response.end("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\n/other.ts\n");
      });
      const url = `http://127.0.0.1:${web.port}/live.m3u8`;
      await expect(take(ffmpeg(url), 1)).rejects.toMatchObject({
        code: "format",
        message: `Cannot read frames from ${url}: it is not a video that ffmpeg can read.`,
      });
      expect(new Set(paths)).toEqual(new Set(["/live.m3u8"]));
    },
  );
});

it("without ffmpeg, the error says how to install it", async () => {
  vi.stubEnv("PATH", "/nowhere");
  try {
    await expect(take(ffmpeg("lavfi:testsrc2"), 1)).rejects.toMatchObject({
      code: "program",
      message: expect.stringMatching(/apt install ffmpeg.*Fedora.*brew install ffmpeg.*winget install ffmpeg/),
    });
  } finally {
    vi.unstubAllEnvs();
  }
});
