import { expect, it } from "vitest";
import { reader } from "../testing/reader.ts";
import { chooseAutomatically } from "./automatic-source.ts";

const desk = { device: "/dev/video0", name: "Desk camera" };
const door = { device: "/dev/video2", name: "Door camera" };

it("the first webcam is taken where ffmpeg can read it, and the pattern otherwise; the sentence says why", () => {
  expect(chooseAutomatically([], { cameras: [desk, door], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: "/dev/video0",
    why: "The source is the webcam “Desk camera” (/dev/video0), the first of 2, read by ffmpeg.",
  });
  expect(chooseAutomatically([], { cameras: [], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: undefined,
    why: "The source is the test pattern: no webcam was found.",
  });
  expect(chooseAutomatically([], { cameras: [desk], ffmpeg: undefined })).toMatchObject({
    camera: undefined,
    why: expect.stringContaining("to read the webcam “Desk camera” (/dev/video0) takes ffmpeg, which is not"),
  });
});

it("another reader is taken where ffmpeg is not on this machine, and is named where nothing is", () => {
  const ready = reader(undefined);
  expect(chooseAutomatically([ready], { cameras: [desk], ffmpeg: undefined })).toEqual({
    camera: "/dev/video0",
    reader: ready,
    why: "The source is the webcam “Desk camera” (/dev/video0), read by Telescope.",
  });
  expect(chooseAutomatically([ready], { cameras: [desk], ffmpeg: "/usr/bin/ffmpeg" })).toEqual({
    camera: "/dev/video0",
    why: "The source is the webcam “Desk camera” (/dev/video0), read by ffmpeg.",
  });
  const missing = reader("get-telescope");
  expect(chooseAutomatically([missing], { cameras: [desk], ffmpeg: undefined })).toMatchObject({
    camera: undefined,
    why: expect.stringContaining("takes ffmpeg or Telescope (get-telescope), and none of them is on this machine."),
  });
});
