import { expect, it } from "vitest";
import { ffmpegFinding, openCVFinding } from "./readers.ts";

it("a missing ffmpeg has the install command of each system as its fix", () => {
  expect(ffmpegFinding(undefined, undefined, "linux")).toMatchObject({
    status: "warning",
    fix: expect.stringContaining("sudo apt install ffmpeg"),
  });
  expect(ffmpegFinding(undefined, undefined, "darwin")).toMatchObject({ fix: "brew install ffmpeg" });
  expect(ffmpegFinding(undefined, undefined, "win32")).toMatchObject({ fix: "winget install ffmpeg" });
  expect(ffmpegFinding(undefined, undefined, "freebsd")).toMatchObject({ fix: expect.stringContaining("ffmpeg.org") });
});

it.each([
  ["5.1.6-0+deb12u1", "ok"],
  ["4.4", "ok"],
  ["n7.1", "ok"],
  ["N-45279-g6b86dd5", "ok"],
  ["4.3.1-2020-10-01-full_build", "warning"],
  ["3.4.1-tessus", "warning"],
])("the status of ffmpeg %s is %s", (version, status) => {
  expect(ffmpegFinding("/usr/bin/ffmpeg", version).status).toBe(status);
});

it("an ffmpeg that does not run differs from a missing one", () => {
  const message = "/opt/ffmpeg does not report its version";
  expect(ffmpegFinding("/opt/ffmpeg", undefined)).toMatchObject({ status: "warning", message });
});

it("OpenCV is optional; one that does not load should be rebuilt", () => {
  expect(openCVFinding(undefined)).toMatchObject({ status: "info", fix: "pnpm setup:opencv" });
  expect(openCVFinding({ problem: "It does not load." })).toMatchObject({
    status: "warning",
    fix: "pnpm setup:opencv",
  });
  expect(openCVFinding({ version: "4.6.0" })).toEqual({ topic: "OpenCV", status: "ok", message: "4.6.0" });
});

it("an OpenCV that is not built says what must be installed first", () => {
  const missing = ["OpenCV 4 with its headers", "make"];
  expect(openCVFinding(undefined, { missing, install: ["sudo apt-get install libopencv-dev make"] })).toMatchObject({
    status: "info",
    message: expect.stringMatching(/lacks OpenCV 4 with its headers, make$/),
    fix: "sudo apt-get install libopencv-dev make   Then: pnpm setup:opencv",
  });
  expect(openCVFinding(undefined, { missing, install: ["Debian: …", "Fedora: …"] })).toMatchObject({
    fix: "Install them, then: pnpm setup:opencv",
  });
  expect(openCVFinding(undefined, { missing: [], install: ["…"] })).toMatchObject({ fix: "pnpm setup:opencv" });
});
