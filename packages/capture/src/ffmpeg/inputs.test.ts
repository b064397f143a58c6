import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listVideo4Linux, parseAvfoundation, parseDshow } from "../cameras/list-cameras.ts";
import type { InputOptions } from "./input/input.ts";
import { parseInput } from "./input/parse-input.ts";
import { explainFailure } from "./process/explain-failure.ts";

const options: InputOptions = { width: 1280, height: 720, fps: 30, loop: false, platform: "linux" };

it("the arguments request JPEG, the size and the rate of a webcam on each system", () => {
  const requested = ["-framerate", "30", "-video_size", "1280x720"];
  const linux = parseInput("1", options);
  expect(linux?.args(true)).toEqual(["-f", "v4l2", ...requested, "-input_format", "mjpeg", "-i", "/dev/video1"]);
  expect(linux?.args(false)).toEqual(["-f", "v4l2", ...requested, "-i", "/dev/video1"]);
  const mac = parseInput("0", { ...options, platform: "darwin" });
  expect(mac?.args(false)).toEqual(["-f", "avfoundation", ...requested, "-i", "0:none"]);
  expect(parseInput("screen:", { ...options, platform: "win32" })?.args(false)).toEqual([
    "-f",
    "gdigrab",
    "-framerate",
    "30",
    "-i",
    "desktop",
  ]);
});

it("the address for ffmpeg has its zone after a bare percent sign, and its password encoded", () => {
  for (const sign of ["%", "%25"]) {
    const input = parseInput(`rtsp://bob:a@b@[fe80::1${sign}eth0]:554/live`, options);
    expect(input?.args(true).at(-1)).toBe("rtsp://bob:a%40b@[fe80::1%eth0]:554/live");
  }
  for (const [password, encoded] of [
    ["se#cret", "%23"],
    ["12/34", "%2F"],
  ] as const) {
    expect(() => parseInput(`rtsp://bob:${password}@cam/live`, options)).toThrow(
      new RegExp(`^“rtsp://…@cam/live” cannot be read: .* written as ${encoded}\\.`),
    );
  }
});

it("the webcams of Linux are the capture devices, in the order of their numbers", () => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-cameras-"));
  try {
    const [system, devices] = [join(folder, "class"), join(folder, "dev")];
    mkdirSync(devices);
    for (const [device, index, name] of [
      ["video10", 0, "Hall"],
      ["video2", 0, "Desk"],
      ["video3", 1, "Desk"],
      ["video4", 0, "Unplugged"],
    ] as const) {
      mkdirSync(join(system, device), { recursive: true });
      writeFileSync(join(system, device, "index"), `${index}\n`);
      writeFileSync(join(system, device, "name"), `${name}\n`);
      if (name !== "Unplugged") writeFileSync(join(devices, device), "");
    }
    expect(listVideo4Linux(system, devices)).toEqual([
      { device: join(devices, "video2"), name: "Desk" },
      { device: join(devices, "video10"), name: "Hall" },
    ]);
    expect(listVideo4Linux(join(folder, "none"), devices)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("the webcams of macOS and Windows are read from ffmpeg's lists", () => {
  const mac = `[AVFoundation indev @ 0x7f8] AVFoundation video devices:
[AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
[AVFoundation indev @ 0x7f8] [1] Capture screen 0
[AVFoundation indev @ 0x7f8] AVFoundation audio devices:
[AVFoundation indev @ 0x7f8] [0] Built-in Microphone\n`;
  expect(parseAvfoundation(mac)).toEqual([{ device: "0", name: "FaceTime HD Camera" }]);
  const windows = `[dshow @ 000001] "Integrated Camera" (video)
[dshow @ 000001]   Alternative name "@device_pnp_x"
[dshow @ 000001] "Microphone (Realtek)" (audio)\n`;
  expect(parseDshow(windows)).toEqual([{ device: "0", name: "Integrated Camera" }]);
});

it("the output of ffmpeg becomes the reason in a sentence, without secrets", () => {
  expect(explainFailure("[error] /dev/video0: Device or resource busy\n", "camera").reason).toBe(
    "another program uses it: close that one",
  );
  expect(explainFailure("[error] rtsp://bob:secret@cam/: What is this?\n", "stream").reason).toBe(
    "ffmpeg says “rtsp://…@cam/: What is this?”",
  );
  expect(explainFailure("", "stream").reason).toBe("it ended the stream");
});
