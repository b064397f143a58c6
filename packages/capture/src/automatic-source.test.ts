import { expect, it } from "vitest";
import { reader } from "../testing/reader.ts";
import { chooseAutomaticSource } from "./automatic-source.ts";

const desk = { device: "/dev/video0", name: "Desk camera" };
const hall = { device: "/dev/video2", name: "Hall camera" };

it("chooses the first webcam that ffmpeg can read, otherwise the pattern, and returns the reason", () => {
  expect(chooseAutomaticSource([], { cameras: [desk, hall], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: "/dev/video0",
    reason: "The source is the webcam “Desk camera” (/dev/video0), the first of 2, read by ffmpeg.",
  });
  expect(chooseAutomaticSource([], { cameras: [], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: undefined,
    reason: "The source is the test pattern: no webcam was found.",
  });
  expect(chooseAutomaticSource([], { cameras: [desk], ffmpeg: undefined })).toMatchObject({
    camera: undefined,
    reason: expect.stringContaining("the webcam “Desk camera” (/dev/video0) requires ffmpeg, which is not installed"),
  });
});

it("chooses another reader without ffmpeg, and names every reader where none is installed", () => {
  const ready = reader(undefined);
  expect(chooseAutomaticSource([ready], { cameras: [desk], ffmpeg: undefined })).toEqual({
    camera: "/dev/video0",
    reader: ready,
    reason: "The source is the webcam “Desk camera” (/dev/video0), read by Telescope.",
  });
  expect(chooseAutomaticSource([ready], { cameras: [desk], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: "/dev/video0",
    reason: "The source is the webcam “Desk camera” (/dev/video0), read by ffmpeg.",
  });
  const missing = reader("get-telescope");
  expect(chooseAutomaticSource([missing], { cameras: [desk], ffmpeg: undefined })).toMatchObject({
    camera: undefined,
    reason: expect.stringContaining("requires ffmpeg or Telescope (get-telescope), and none of them is installed."),
  });
});
