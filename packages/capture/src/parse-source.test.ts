import { isEncoded } from "@framewire/media";
import { describe, expect, it, vi } from "vitest";
import { loop, startCamera } from "../testing/camera.ts";
import { fakeJpeg } from "../testing/jpeg.ts";
import { needs } from "../testing/programs.ts";
import { takeEncoded } from "../testing/read.ts";
import { reader } from "../testing/reader.ts";
import { parseSource } from "./parse-source.ts";
import { SourceError } from "./source-error.ts";

describe("parseSource", () => {
  it("creates the pattern", async () => {
    for await (const frame of parseSource("pattern", { width: 320, height: 180, fps: 30, name: "here" })()) {
      expect(isEncoded(frame)).toBe(false);
      expect(frame).toMatchObject({ width: 320, height: 180, format: "RGB" });
      break;
    }
  });

  it("creates an MJPEG source from an address", async () => {
    await using camera = await startCamera(loop([fakeJpeg()]));
    const source = parseSource(camera.url, { width: 320, height: 180, insecure: false, fingerprint: undefined });
    await expect(takeEncoded(source, 2)).resolves.toMatchObject([{ width: 64 }, { width: 64 }]);
  });

  it.each(["", "webcam", "-i", "http:/cam", "AUTO", "file:/etc/passwd"])(
    "refuses %j and lists the valid sources",
    (text) => {
      expect(() => parseSource(text)).toThrow(SourceError);
      expect(() => parseSource(text)).toThrow(expect.objectContaining({ code: "usage" }));
      expect(() => parseSource(text)).toThrow(/^“.*auto, pattern, none, the http:\/\/ or https:\/\/ address/);
    },
  );

  it("creates an empty source for “none”, which ends when its signal aborts", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    for await (const _ of parseSource("none")({ signal: stop.signal })) expect.unreachable();
  });

  const { skip, because } = needs("ffmpeg");
  it.skipIf(skip)(`creates ffmpeg sources for the inputs of ffmpeg${because}`, () => {
    const deviceOf = (text: string): string | undefined => parseSource(text).describe?.().device;
    expect(deviceOf("rtsp://bob:secret@cam/live?key=1")).toBe("rtsp://cam/live");
    expect(deviceOf("rtsp://cam:554/user=bob_password=secret_stream=0.sdp")).toBe("rtsp://cam:554/user=…");
    expect(deviceOf("rtsp://[fe80::1%25eth0]/live")).toBe("rtsp://[fe80::1%eth0]/live");
    expect(deviceOf("ffmpeg:http://cam/x.mp4")).toBe("http://cam/x.mp4");
    expect(deviceOf("lavfi:testsrc2")).toBe("lavfi:testsrc2");
    expect(deviceOf("ffmpeg:testsrc2")).toBe("lavfi:testsrc2");
    if (process.platform === "linux") expect(deviceOf("0")).toBe("/dev/video0");
    expect(() => parseSource("nothing.avi")).toThrow("There is no file “nothing.avi”.");
  });

  it("names the command that installs ffmpeg where it is missing", () => {
    vi.stubEnv("PATH", "/nowhere");
    try {
      expect(() => parseSource("0")).toThrow(expect.objectContaining({ code: "program" }));
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("names every program that can read a webcam, and uses another reader in place of ffmpeg", () => {
    vi.stubEnv("PATH", "/nowhere");
    try {
      expect(() => parseSource("0", { readers: [reader("get-telescope")] })).toThrow(
        expect.objectContaining({
          code: "program",
          message: expect.stringMatching(
            /requires ffmpeg or Telescope, and none .*“sudo apt install ffmpeg”.* For Telescope, run: get-telescope$/,
          ),
        }),
      );
      const options = { width: 640, height: 360, fps: 10, loop: undefined, readers: [reader(undefined)] };
      for (const [text, device] of [
        ["0", "0"],
        ["/dev/video2", "/dev/video2"],
        ["telescope:http://cam/", "http://cam/"],
        ["TELESCOPE:pipe ! sink", "pipe ! sink"],
      ] as const) {
        expect(parseSource(text, options).describe?.()).toEqual({ device, width: 640, height: 360, fps: 10 });
      }
      expect(() => parseSource("ffmpeg:0", options)).toThrow(/requires ffmpeg, which is not installed/);
      expect(() => parseSource("nonsense", options)).toThrow(/anything that Telescope opens, as telescope:…\.$/);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("does not repeat a password", () => {
    for (const text of [
      ...[
        "rtps://bob:secret@cam/",
        "bob:secret@cam",
        "http://bob:sec/ret@cam/",
        "rtmp://bob:sec#ret@cam/",
        "srt://cam?p=sec",
      ],
      ...[
        "192.168.1.20/video?pwd=secret",
        "ffmpeg:udp://bob:secret@cam",
        "rtsp://bob:sec#ret@cam/",
        "ffmpeg:http://bob:secret",
      ],
    ]) {
      expect(() => parseSource(text)).toThrow(SourceError);
      expect(() => parseSource(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringMatching(/sec|ret|bob/) }),
      );
      expect(() => parseSource(text, { insecure: true })).toThrow(
        expect.not.objectContaining({ message: expect.stringMatching(/sec(?!ure)|bob/) }),
      );
    }
  });

  it.each([
    ["is too long", `/${"x".repeat(300)}`],
    ["contains a zero byte", "/tmp/a\0b.mp4"],
    ["continues after a file", `${import.meta.filename}/a.mp4`],
  ])("refuses a path that %s", (_what, text) => {
    expect(() => parseSource(text)).toThrow(expect.objectContaining({ name: "SourceError", code: "usage" }));
  });

  it("refuses sizes, certificates and fingerprints that are invalid", () => {
    for (const options of [{ width: -1 }, { fps: 0 }, { fingerprint: "ab".repeat(32) }, { insecure: true }]) {
      expect(() => parseSource("pattern", options)).toThrow(expect.objectContaining({ code: "usage" }));
    }
    expect(() => parseSource("https://cam/", { fingerprint: "ab" })).toThrow(/32 pairs/);
  });
});
