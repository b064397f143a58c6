import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceChecks } from "@framewire/capture/compliance";
import type { VideoFrame } from "@framewire/media";
import { afterAll, describe, expect, it } from "vitest";
// As it is built: the process that reads is started from there.
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

/** Processes that were started by one, which Linux says. */
function children(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return list === "" ? [] : list.split(" ").map(Number);
}

/** Those of this process that read through OpenCV. */
function readers(): number[] {
  return children(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("reader/main.js");
    } catch {
      return false;
    }
  });
}

/** Whether a process is there, and not only its entry. */
function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

const street = needsOpenCV(footage);
describe.skipIf(street.skip)(`a file through OpenCV${street.because}`, () => {
  it("comes at its own rate, as BGR, and says what it is", async () => {
    const log = recordLog();
    const source = opencv(footage, { log });
    expect(source.describe()).toEqual({ device: footage, passthrough: false });
    const frames = await take(source, 6);
    for (const [i, frame] of frames.entries()) {
      expect(frame).toMatchObject({ format: "BGR", width: 768, height: 576, sequence: i });
      expect(frame.data.length).toBe(768 * 576 * 3);
      const since = frame.timestamp - (frames[0]?.timestamp ?? 0);
      // A machine that was busy for two periods counts anew.
      expect(since).toBeGreaterThanOrEqual(100_000 * i);
    }
    const size = { width: 768, height: 576 };
    expect(source.describe()).toEqual({ device: footage, ...size, fps: 10, format: "div3", passthrough: false });
    expect(log.lines).toEqual([`info: OpenCV opened ${footage} to 768x576 at 10 fps, div3.`]);
    expect(readers()).toEqual([]);
  });

  it("goes on counting when it is opened again", async () => {
    const source = opencv(footage);
    expect((await take(source, 2)).map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect((await take(source, 2)).map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it("shows the colours of the street, red and blue in their places", async () => {
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

  it("loops without a hitch in numbers or times", async () => {
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

  it("is an error of its own when it holds no pictures, or is not there", async () => {
    const text = join(folder, "notes.avi");
    writeFileSync(text, "Not a film.");
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

describe.skipIf(street.skip)(`a file through OpenCV, as a source among others${street.because}`, () => {
  const checks = sourceChecks(() => opencv(footage, { loop: true }), { openResources: () => readers().length });
  for (const { name, run } of checks) it(name, run);
});

const any = needsOpenCV();
describe.skipIf(any.skip)(`a stream through OpenCV${any.because}`, () => {
  it("is an MJPEG address, with timestamps of when its pictures came", async () => {
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
    await until(() => camera.open === 0, "the camera is left");
  });

  it("comes back when its server does, and says so", async () => {
    const picture = await plainJpeg([0, 0, 255]);
    const log = recordLog();
    let camera = await startCamera(picture);
    const { port, url } = camera;
    const sequences: number[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const { sequence } of opencv(url, { log, backoff: { initialMs: 50, maxMs: 100 } })({
        signal: stop.signal,
      }))
        sequences.push(sequence);
    })();
    try {
      await until(() => sequences.length > 2, "there are pictures");
      await camera.close();
      await until(() => log.lines.some((line) => line.startsWith(`warn: Lost ${url}: `)), "the loss is told");
      const before = sequences.length;
      camera = await startCamera(picture, port);
      await until(() => sequences.length > before, "there are pictures again");
      expect(log.lines).toContain(`info: ${url} is back.`);
    } finally {
      stop.abort();
      await reading;
      await camera.close();
    }
    expect(sequences).toEqual(sequences.map((_, i) => i));
    expect(readers()).toEqual([]);
  });

  it("that falls silent is noticed, and opened anew", async () => {
    await using camera = await startCamera(await plainJpeg([0, 255, 0]));
    const log = recordLog();
    const stop = new AbortController();
    let pictures = 0;
    const reading = (async () => {
      for await (const _ of opencv(camera.url, { log, stallTimeoutMs: 700 })({ signal: stop.signal }))
        if (++pictures === 3) camera.freeze();
    })();
    await until(() => log.lines.some((line) => line.startsWith("warn: ")), "the silence is told");
    expect(log.lines).toContain(`warn: Lost ${camera.url}: it has given no frame for 0.7 s. Trying until it is back.`);
    stop.abort();
    await reading;
  });

  it("that never says anything is told of after 3 s, and an abort ends the wait within 200 ms", async () => {
    await using camera = await startCamera(undefined);
    const log = recordLog();
    const stop = new AbortController();
    const start = performance.now();
    const reading = (async () => {
      for await (const _ of opencv(camera.url, { log })({ signal: stop.signal }))
        throw new Error("There is a picture.");
    })();
    await until(() => log.lines.length > 0, "the wait is told");
    expect(performance.now() - start).toBeLessThan(3800);
    expect(log.lines).toEqual([`warn: ${camera.url} has not opened within 3 s. Waiting for it.`]);
    const aborted = performance.now();
    stop.abort();
    await reading;
    expect(performance.now() - aborted).toBeLessThan(200);
    expect(readers()).toEqual([]);
    await until(() => camera.open === 0, "the connection is closed");
  });

  it("is left within 200 ms by the abort of its signal, and by leaving the loop", async () => {
    await using camera = await startCamera(await plainJpeg([0, 0, 0]));
    const stop = new AbortController();
    let aborted = 0;
    for await (const { sequence } of opencv(camera.url)({ signal: stop.signal })) {
      if (sequence < 3) continue;
      aborted = performance.now();
      stop.abort();
    }
    expect(performance.now() - aborted).toBeLessThan(200);
    expect(readers()).toEqual([]);
    const frames = opencv(camera.url)()[Symbol.asyncIterator]();
    await frames.next();
    const pending = frames.next();
    await frames.return?.();
    await pending;
    expect(readers()).toEqual([]);
    await until(() => camera.open === 0, "the camera is left");
  });

  it("leaves no process behind when its own is killed", async () => {
    await using camera = await startCamera(await plainJpeg([0, 0, 0]));
    for (const url of [camera.url, (await startSilent()).url]) {
      const code = `import { opencv } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
        for await (const _ of opencv(process.argv[1])()) {}`;
      const parent = spawn(process.execPath, ["--input-type=module", "--eval", code, url], { stdio: "ignore" });
      const pid = parent.pid as number;
      await until(() => lives(pid) && children(pid).length === 1, "it reads");
      const [reader] = children(pid);
      await new Promise((resolve) => setTimeout(resolve, 600));
      parent.kill("SIGKILL");
      await until(() => !lives(reader as number), "the reading process is gone", 3000);
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
  it("that is not there is waited for, with a sentence", async () => {
    for (const device of [97, "/dev/video97"]) {
      const log = recordLog();
      const stop = new AbortController();
      const reading = (async () => {
        for await (const _ of opencv(device, { log })({ signal: stop.signal })) throw new Error("There is a picture.");
      })();
      await until(() => log.lines.length > 0, "it is told");
      const name = device === 97 ? "camera 97" : device;
      expect(log.lines).toEqual([
        `warn: No picture from ${name} yet: there is no /dev/video97; plug it in. Trying until there is one.`,
      ]);
      stop.abort();
      await reading;
    }
  });
});
