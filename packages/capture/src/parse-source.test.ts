import { isEncoded } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { loop, startCamera } from "../testing/camera.ts";
import { fakeJpeg } from "../testing/jpeg.ts";
import { takeEncoded } from "../testing/read.ts";
import { parseSource } from "./parse-source.ts";
import { SourceError } from "./source-error.ts";

describe("parseSource", () => {
  it.each(["auto", "pattern"])("makes the pattern of %s", async (text) => {
    for await (const frame of parseSource(text, { width: 320, height: 180, fps: 30, name: "here" })()) {
      expect(isEncoded(frame)).toBe(false);
      expect(frame).toMatchObject({ width: 320, height: 180, format: "RGB" });
      break;
    }
  });

  it("makes an MJPEG stream of an address", async () => {
    await using camera = await startCamera(loop([fakeJpeg()]));
    const source = parseSource(camera.url, { width: 320, height: 180, insecure: false, fingerprint: undefined });
    await expect(takeEncoded(source, 2)).resolves.toMatchObject([{ width: 64 }, { width: 64 }]);
  });

  it.each(["", "webcam", "rtsp://cam/", "/dev/video0", "http:/cam", "AUTO"])(
    "refuses %j and says what is possible",
    (text) => {
      expect(() => parseSource(text)).toThrow(SourceError);
      expect(() => parseSource(text)).toThrow(expect.objectContaining({ code: "usage" }));
      expect(() => parseSource(text)).toThrow(/^“.*auto, pattern, and the http:\/\/ or https:\/\/ address/);
    },
  );

  it("does not repeat a password", () => {
    for (const text of ["rtsp://bob:secret@cam/", "bob:secret@cam", "http://bob:sec/ret@cam/"]) {
      expect(() => parseSource(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringMatching(/sec|bob/) }),
      );
    }
  });

  it("refuses sizes, certificates and fingerprints that make no sense", () => {
    for (const options of [{ width: -1 }, { fps: 0 }, { fingerprint: "ab".repeat(32) }, { insecure: true }]) {
      expect(() => parseSource("pattern", options)).toThrow(expect.objectContaining({ code: "usage" }));
    }
    expect(() => parseSource("https://cam/", { fingerprint: "ab" })).toThrow(/32 pairs/);
  });
});
