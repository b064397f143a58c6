import { expect, it } from "vitest";
import { type CameraReport, cameraFinding, modeLines } from "./cameras.ts";

const modes: CameraReport["modes"] = [
  { format: "yuyv422", width: 640, height: 480, fps: 30 },
  { format: "mjpeg", width: 640, height: 480, fps: 30 },
  { format: "mjpeg", width: 1920, height: 1080, fps: 30 },
  { format: "mjpeg", width: 320, height: 240, fps: 30 },
  { format: "mjpeg", width: 1280, height: 720, fps: 59.94 },
  { format: "mjpeg", width: 160, height: 120, fps: 30 },
];
const camera: CameraReport = { device: "/dev/video0", name: "Desk", allowed: true, modes };

it("lists each format of a webcam on a line, with the largest sizes and their frame rates", () => {
  expect(modeLines(modes)).toEqual([
    "yuyv422  640x480 at 30",
    "mjpeg    1920x1080 at 30, 1280x720 at 59.9, 640x480 at 30, 2 smaller",
  ]);
  expect(modeLines([{ format: null, width: 640, height: 480, fps: null }])).toEqual(["raw      640x480"]);
});

it("a webcam that can be read is ok", () => {
  expect(cameraFinding(camera, true)).toMatchObject({ status: "ok", message: "“Desk” (/dev/video0)" });
});

it("a webcam that cannot be opened or read has a fix", () => {
  expect(cameraFinding({ ...camera, allowed: false, modes: [] }, true)).toMatchObject({
    status: "warning",
    fix: "sudo usermod -aG video $USER, then log in again",
  });
  expect(cameraFinding(camera, false)).toMatchObject({ status: "warning", fix: "Install ffmpeg, as described above." });
  expect(cameraFinding({ ...camera, modes: [] }, true)).toMatchObject({ status: "info", fix: expect.any(String) });
});
