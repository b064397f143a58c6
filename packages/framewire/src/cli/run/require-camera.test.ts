import { expect, it } from "vitest";
import { UsageError } from "../options/usage-error.ts";
import { requireCamera } from "./require-camera.ts";

const machine = {
  platform: "linux",
  exists: (path: string) => path === "/dev/video2",
  cameras: () => [{ device: "/dev/video2", name: "Desk" }],
} as const;

it.each(["0", "/dev/video0", "ffmpeg:0", "opencv:1", "/dev/v4l/by-id/usb-gone"])(
  "a missing webcam is an error: %s",
  (text) => {
    expect(() => requireCamera(text, machine)).toThrow(UsageError);
    expect(() => requireCamera(text, machine)).toThrow(
      /^There is no webcam \/dev\/\S+\. Webcams here are \/dev\/video2 \(Desk\)\. Use --source auto/,
    );
  },
);

it.each(["2", "/dev/video2", "pattern", "http://192.0.2.1/0", "a.avi", "opencv:a.avi"])("%s is not", (text) => {
  expect(() => requireCamera(text, machine)).not.toThrow();
  expect(() => requireCamera("7", { ...machine, platform: "darwin" })).not.toThrow();
});
