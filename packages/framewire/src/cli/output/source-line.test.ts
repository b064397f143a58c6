import { expect, it } from "vitest";
import { sourceEvent } from "./events.ts";
import { sourceLine } from "./source-line.ts";

it("describes what is known of a source in one line", () => {
  const camera = { device: "/dev/video0", width: 1280, height: 720, fps: 29.97003, format: "JPEG", passthrough: true };
  expect(sourceLine(sourceEvent(camera))).toBe("/dev/video0, 1280x720 at 29.97 fps, JPEG passed through.");
  expect(sourceLine(sourceEvent({ ...camera, fps: undefined }))).toBe("/dev/video0, 1280x720, JPEG passed through.");
  expect(sourceLine(sourceEvent({ ...camera, device: "rtsp://cam/1", format: "H264", passthrough: false }))).toBe(
    "rtsp://cam/1, 1280x720 at 29.97 fps, H264 encoded here.",
  );
  expect(sourceLine(sourceEvent({ device: "nothing" }))).toBe("nothing.");
});

it("unknown values of a source are null in its event", () => {
  expect(sourceEvent({ device: "/dev/video0" })).toEqual({
    event: "source",
    device: "/dev/video0",
    width: null,
    height: null,
    fps: null,
    format: null,
    passthrough: null,
    problem: null,
  });
});
