import { describe, expect, it, vi } from "vitest";
import { fourccOf, fourccText } from "../binding/opencv-constants.ts";
import { setupCommand } from "../setup/setup-command.ts";
import { parseDevice, redactDevice, redactOutput } from "./device.ts";
import { opencv } from "./opencv.ts";

describe("opencv", () => {
  it.each([-1, 0.5, Number.NaN, "", "  ", "a\nb", "cam\0"])("refuses %j", (device) => {
    expect(() => opencv(device)).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringMatching(/^“.*cannot be opened by OpenCV/) }),
    );
  });

  it("refuses invalid options", () => {
    for (const options of [{ width: 0 }, { fps: Number.NaN }, { stallTimeoutMs: -1 }, { fourcc: "MJPEG" }]) {
      expect(() => opencv(0, options)).toThrow(expect.objectContaining({ code: "usage" }));
    }
  });

  it("distinguishes webcams, files and addresses", () => {
    expect(parseDevice("0")).toEqual({ open: 0, camera: true, file: undefined, label: "camera 0" });
    expect(parseDevice("/dev/video2")).toMatchObject({ open: "/dev/video2", camera: true, file: undefined });
    expect(parseDevice("street.avi")).toMatchObject({ camera: false, file: "street.avi" });
    for (const text of ["rtsp://cam/", "http://cam/video", "videotestsrc ! appsink", "image%03d.png"]) {
      expect(parseDevice(text)).toMatchObject({ open: text, camera: false, file: undefined });
    }
  });

  it.each([
    ["rtsp://bob:se/cret@cam/?user=bob&passwd=secret", "rtsp://…@cam/?user=…&passwd=…"],
    ["rtmp://bob:secret@cam/1", "rtmp://…@cam/1"],
    [
      "rtspsrc location=rtsp://bob:se cret@cam/ user-pw=secret latency=0 ! decodebin",
      "rtspsrc location=… user-pw=… latency=0 ! decodebin",
    ],
    ['souphttpsrc user-pw="se cret" !appsink', "souphttpsrc user-pw=…"],
    ["192.168.1.20/video?pwd=secret", "192.168.1.20/video?pwd=…"],
  ])("shows no password of %s", (text, shown) => {
    expect(redactDevice(text)).toBe(shown);
    const device = { open: text, label: shown };
    expect(redactOutput(`[rtsp @ 0x55] cannot open ${text}`, device)).not.toMatch(/cret/);
  });

  it("refuses an address whose password would become its host, and says how to write it", () => {
    expect(() => opencv("srt://bob:12#34@cam:9000")).toThrow(
      "“srt://…@cam:9000” cannot be read: the name or the password in it has “#”, which has to be written as %23.",
    );
  });

  it("opens an address with a zone", () => {
    expect(parseDevice("rtsp://bob:x@[fe80::1%25eth0]:554/1").open).toBe("rtsp://bob:x@[fe80::1%eth0]:554/1");
  });
});

describe("without OpenCV", () => {
  it("the source and the codecs throw an error with the command that builds it", async () => {
    vi.resetModules();
    vi.doMock("node:fs", async (original) => ({
      ...(await original<typeof import("node:fs")>()),
      existsSync: () => false,
    }));
    try {
      const { isOpenCVBuilt, openCVVersion, opencv: missing, opencvJpeg, opencvReader } = await import("../index.ts");
      const sentence = "OpenCV is not built here. To build it, run: pnpm setup:opencv";
      expect(isOpenCVBuilt()).toBe(false);
      const frames = missing(0)()[Symbol.asyncIterator]();
      await expect(frames.next()).rejects.toMatchObject({ name: "SourceError", code: "program", message: sentence });
      for (const call of [
        openCVVersion,
        () => opencvJpeg.createEncoder(),
        () => opencvJpeg.createDecoder(),
        () => opencvReader.open("0", {}),
      ])
        expect(call).toThrow(sentence);
      expect(opencvReader.installCommand()).toBe("pnpm setup:opencv");
    } finally {
      vi.doUnmock("node:fs");
    }
  });

  it("the command differs where the package was installed", () => {
    const here = "file:///app/node_modules/@framewire/capture-opencv/dist/setup-command.js";
    expect(setupCommand(true, here)).toBe("npx framewire-setup-opencv");
    expect(setupCommand(false, here)).toBe(
      "npm install --ignore-scripts @u4/opencv4nodejs@7 && npx framewire-setup-opencv",
    );
  });
});

describe("fourcc", () => {
  it("converts in both directions", () => {
    expect(fourccOf("MJPG")).toBe(0x47504a4d);
    expect(fourccText(fourccOf("MJPG"))).toBe("MJPG");
    for (const nothing of [0, -1, 0.5, 1, Number.NaN]) expect(fourccText(nothing)).toBeUndefined();
  });
});
