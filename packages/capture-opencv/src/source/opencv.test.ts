import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceChecks } from "@framewire/capture/compliance";
import type { VideoFrame } from "@framewire/media";
import { afterAll, describe, expect, it } from "vitest";
// The built package, because the reader process is started from there.
import { type OpenCVSource, opencv } from "../../dist/index.js";
import { plainJpeg, startCamera } from "../../testing/camera.ts";
import { recordLog, until } from "../../testing/listen.ts";
import { footage, needsOpenCV } from "../../testing/needs.ts";

const folder = mkdtempSync(join(tmpdir(), "framewire-opencv-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function take(source: OpenCVSource, count: number): Promise<VideoFrame[]> {
  const frames: VideoFrame[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** Returns the process ids of the children of a process, on Linux. */
function children(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return list === "" ? [] : list.split(" ").map(Number);
}

/** Returns the reader processes of this process. */
function readers(): number[] {
  return children(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("reader/main.js");
    } catch {
      return false;
    }
  });
}

/** Whether a process runs and is not a zombie. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

const street = needsOpenCV(footage);
describe.skipIf(street.skip)(`a file through OpenCV${street.because}`, () => {
  it("yields BGR frames in real time, and describes itself", async () => {
    const log = recordLog();
    const source = opencv(footage, { log });
    expect(source.describe()).toEqual({ device: footage, passthrough: false });
    const frames = await take(source, 6);
    for (const [i, frame] of frames.entries()) {
      expect(frame).toMatchObject({ format: "BGR", width: 768, height: 576, sequence: i });
      expect(frame.data.length).toBe(768 * 576 * 3);
      const since = frame.timestamp - (frames[0]?.timestamp ?? 0);
      // After a delay of two periods the pace starts again.
      expect(since).toBeGreaterThanOrEqual(100_000 * i);
    }
    const size = { width: 768, height: 576 };
    expect(source.describe()).toEqual({ device: footage, ...size, fps: 10, format: "div3", passthrough: false });
    expect(log.lines).toEqual([`info: OpenCV opened ${footage} to 768x576 at 10 fps, div3.`]);
    expect(readers()).toEqual([]);
  });

  it("continues the sequence numbers when it is opened again", async () => {
    const source = opencv(footage);
    expect((await take(source, 2)).map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect((await take(source, 2)).map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it("has the colours of the footage, with red and blue in the right order", async () => {
    const [frame] = await take(opencv(footage), 1);
    const raw = execFileSync(
      "ffmpeg",
      ["-v", "error", "-i", footage, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "bgr24", "-"],
      { maxBuffer: 2e7 },
    );
    let [same, swapped] = [0, 0];
    for (let i = 0; i < raw.length; i += 3) {
      same += Math.abs((raw[i] ?? 0) - (frame?.data[i] ?? 0));
      swapped += Math.abs((raw[i] ?? 0) - (frame?.data[i + 2] ?? 0));
    }
    expect(same / (raw.length / 3)).toBeLessThan(4);
    expect(swapped).toBeGreaterThan(1.5 * same);
  });
});

const clip = needsOpenCV("ffmpeg");
describe.skipIf(clip.skip)(`a short file through OpenCV${clip.because}`, () => {
  const path = join(folder, "clip.avi");
  const make = () =>
    existsSync(path) ||
    execFileSync("ffmpeg", [
      "-v",
      "error",
      "-f",
      "lavfi",
      "-i",
      "testsrc2=size=320x240:rate=50",
      "-frames:v",
      "5",
      "-c:v",
      "mjpeg",
      path,
    ]);

  it("ends the iteration at its end", async () => {
    make();
    expect((await take(opencv(path), 100)).map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
  });

  it("loops without gaps in sequence numbers or timestamps", async () => {
    make();
    const frames = await take(opencv(path, { loop: true }), 13);
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 13 }, (_, i) => i));
    for (const [i, { timestamp }] of frames.slice(1).entries()) {
      expect(timestamp - (frames[i]?.timestamp ?? 0)).toBeGreaterThanOrEqual(20_000);
    }
    expect(frames[5]?.data).toEqual(frames[0]?.data);
    expect(frames[6]?.data).toEqual(frames[1]?.data);
    expect(frames[1]?.data).not.toEqual(frames[0]?.data);
  });

  it("throws an error of its own when it contains no video, or is missing", async () => {
    const text = join(folder, "notes.avi");
    writeFileSync(text, "Not a video.");
    await expect(take(opencv(text), 1)).rejects.toMatchObject({
      code: "format",
      message: `${text}: OpenCV cannot open it.`,
    });
    await expect(take(opencv(join(folder, "none.avi")), 1)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(/^There is no file .*none\.avi\./),
    });
  });
});

describe.skipIf(street.skip)(`a file through OpenCV passes the compliance suite${street.because}`, () => {
  const checks = sourceChecks(() => opencv(footage, { loop: true }), { openResources: () => readers().length });
  for (const { name, run } of checks) it(name, run);
});

const any = needsOpenCV();
describe.skipIf(any.skip)(`a stream through OpenCV${any.because}`, () => {
  it("is an MJPEG address, with the time of reception as timestamps", async () => {
    await using camera = await startCamera(await plainJpeg([200, 40, 90]));
    const source = opencv(camera.url.replace("//", "//bob:secret@"));
    const frames = await take(source, 5);
    const [first] = frames;
    expect(first).toMatchObject({ format: "BGR", width: 160, height: 120, sequence: 0 });
    for (const [i, expected] of [90, 40, 200].entries())
      expect(Math.abs((first?.data[i] ?? 0) - expected)).toBeLessThan(6);
    for (const [i, { timestamp }] of frames.slice(1).entries())
      expect(timestamp).toBeGreaterThan(frames[i]?.timestamp ?? 0);
    expect(JSON.stringify(source.describe())).not.toMatch(/bob|secret/);
    await until(() => camera.open === 0, "the connection is closed");
  });

  it("recovers when its server is back, and logs it", async () => {
    const image = await plainJpeg([0, 0, 255]);
    const log = recordLog();
    let camera = await startCamera(image);
    const { port, url } = camera;
    const sequences: number[] = [];
    const stop = new AbortController();
    const iteration = (async () => {
      for await (const { sequence } of opencv(url, { log, backoff: { initialMs: 50, maxMs: 100 } })({
        signal: stop.signal,
      }))
        sequences.push(sequence);
    })();
    try {
      await until(() => sequences.length > 2, "there are frames");
      await camera.close();
      await until(() => log.lines.some((line) => line.startsWith(`warn: Lost ${url}: `)), "the loss is logged");
      const before = sequences.length;
      camera = await startCamera(image, port);
      await until(() => sequences.length > before, "there are frames again");
      expect(log.lines).toContain(`info: ${url} is back.`);
    } finally {
      stop.abort();
      await iteration;
      await camera.close();
    }
    expect(sequences).toEqual(sequences.map((_, i) => i));
    expect(readers()).toEqual([]);
  });

  it("that stalls is logged, and opened again", async () => {
    await using camera = await startCamera(await plainJpeg([0, 255, 0]));
    const log = recordLog();
    const stop = new AbortController();
    let frames = 0;
    const iteration = (async () => {
      for await (const _ of opencv(camera.url, { log, stallTimeoutMs: 700 })({ signal: stop.signal }))
        if (++frames === 3) camera.freeze();
    })();
    await until(() => log.lines.some((line) => line.startsWith("warn: ")), "the stall is logged");
    expect(log.lines).toContain(
      `warn: Lost ${camera.url}: it has delivered no frame for 0.7 s. Trying until it is back.`,
    );
    stop.abort();
    await iteration;
  });

  it("that never answers is logged after 3 s, and an abort ends the wait at once", async () => {
    await using camera = await startCamera(undefined);
    const log = recordLog();
    const stop = new AbortController();
    const start = performance.now();
    const iteration = (async () => {
      for await (const _ of opencv(camera.url, { log })({ signal: stop.signal })) throw new Error("There is a frame.");
    })();
    await until(() => log.lines.length > 0, "the wait is logged");
    expect(performance.now() - start).toBeLessThan(8000);
    expect(log.lines).toEqual([`warn: ${camera.url} has not opened within 3 s. Waiting for it.`]);
    const aborted = performance.now();
    stop.abort();
    await iteration;
    expect(performance.now() - aborted).toBeLessThan(1000);
    expect(readers()).toEqual([]);
    await until(() => camera.open === 0, "the connection is closed");
  });

  it("ends at once when its signal aborts, and when the loop is left", async () => {
    await using camera = await startCamera(await plainJpeg([0, 0, 0]));
    const stop = new AbortController();
    let aborted = 0;
    for await (const { sequence } of opencv(camera.url)({ signal: stop.signal })) {
      if (sequence < 3) continue;
      aborted = performance.now();
      stop.abort();
    }
    expect(performance.now() - aborted).toBeLessThan(1000);
    expect(readers()).toEqual([]);
    const frames = opencv(camera.url)()[Symbol.asyncIterator]();
    await frames.next();
    const pending = frames.next();
    await frames.return?.();
    await pending;
    expect(readers()).toEqual([]);
    await until(() => camera.open === 0, "the connection is closed");
  });

  it("leaves no process when its parent process is killed", async () => {
    await using camera = await startCamera(await plainJpeg([0, 0, 0]));
    for (const url of [camera.url, (await startSilent()).url]) {
      const code = `import { opencv } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
        for await (const _ of opencv(process.argv[1])()) {}`;
      const parent = spawn(process.execPath, ["--input-type=module", "--eval", code, url], { stdio: "ignore" });
      const pid = parent.pid as number;
      await until(() => isAlive(pid) && children(pid).length === 1, "it reads");
      const [reader] = children(pid);
      await new Promise((resolve) => setTimeout(resolve, 600));
      parent.kill("SIGKILL");
      await until(() => !isAlive(reader as number), "the reader process has exited", 3000);
    }
    await silent?.close();
  });
});

let silent: Awaited<ReturnType<typeof startCamera>> | undefined;
async function startSilent(): Promise<{ readonly url: string }> {
  silent = await startCamera(undefined);
  return silent;
}

describe.skipIf(any.skip || process.platform !== "linux")(`a webcam through OpenCV${any.because}`, () => {
  it("that is missing is retried, and logged", async () => {
    for (const device of [97, "/dev/video97"]) {
      const log = recordLog();
      const source = opencv(device, { log });
      const stop = new AbortController();
      const iteration = (async () => {
        for await (const _ of source({ signal: stop.signal })) throw new Error("There is a frame.");
      })();
      await until(() => log.lines.length > 0, "it is logged");
      const name = device === 97 ? "camera 97" : device;
      expect(log.lines).toEqual([
        `warn: No frame from ${name} yet: there is no /dev/video97; plug it in. Trying until there is one.`,
      ]);
      expect(source.describe().problem).toContain("there is no /dev/video97");
      stop.abort();
      await iteration;
    }
  });
});
