import { expect, it } from "vitest";
import { parseFfmpegVersion } from "../ffmpeg/process/ffmpeg-version.ts";
import { programOutput } from "../ffmpeg/process/program-output.ts";
import {
  listCameraModes,
  parseAvfoundationModes,
  parseDshowModes,
  parseV4l2Ctl,
  parseV4l2Formats,
} from "./list-camera-modes.ts";

// Each text is published output of the program on a real machine; some are shortened.

it("Linux by v4l2-ctl: formats, sizes, and the highest rate of each", () => {
  const lifeCam = `ioctl: VIDIOC_ENUM_FMT
	Type: Video Capture

	[0]: 'YUYV' (YUYV 4:2:2)
		Size: Discrete 640x480
			Interval: Discrete 0.033s (30.000 fps)
			Interval: Discrete 0.050s (20.000 fps)
		Size: Discrete 1280x720
			Interval: Discrete 0.100s (10.000 fps)
	[1]: 'MJPG' (Motion-JPEG, compressed)
		Size: Discrete 640x480
			Interval: Discrete 0.033s (30.000 fps)
		Size: Discrete 1280x720
			Interval: Discrete 0.033s (30.000 fps)
`;
  expect(parseV4l2Ctl(lifeCam)).toEqual([
    { format: "yuyv422", width: 640, height: 480, fps: 30 },
    { format: "yuyv422", width: 1280, height: 720, fps: 10 },
    { format: "mjpeg", width: 640, height: 480, fps: 30 },
    { format: "mjpeg", width: 1280, height: 720, fps: 30 },
  ]);
});

it("Linux by an older v4l2-ctl: a size twice, and sizes in steps without a rate", () => {
  const usbCamera = `ioctl: VIDIOC_ENUM_FMT
	Index       : 0
	Type        : Video Capture
	Pixel Format: 'MJPG' (compressed)
	Name        : Motion-JPEG
		Size: Discrete 1920x1080
			Interval: Discrete 0.033s (30.000 fps)
		Size: Discrete 1280x720
			Interval: Discrete 0.033s (30.000 fps)
		Size: Discrete 1920x1080
			Interval: Discrete 0.033s (30.000 fps)
`;
  expect(parseV4l2Ctl(usbCamera)).toEqual([
    { format: "mjpeg", width: 1920, height: 1080, fps: 30 },
    { format: "mjpeg", width: 1280, height: 720, fps: 30 },
  ]);
  const raspberryPi = `ioctl: VIDIOC_ENUM_FMT
        Index       : 0
        Type        : Video Capture
        Pixel Format: 'YU12'
        Name        : Planar YUV 4:2:0
                Size: Stepwise 32x32 - 2592x1944 with step 2/2

        Index       : 4
        Type        : Video Capture
        Pixel Format: 'H264' (compressed)
        Name        : H.264
                Size: Stepwise 32x32 - 2592x1944 with step 2/2
`;
  expect(parseV4l2Ctl(raspberryPi)).toEqual([
    { format: "yuv420p", width: 2592, height: 1944, fps: undefined },
    { format: "h264", width: 2592, height: 1944, fps: undefined },
  ]);
});

it("Linux by ffmpeg: formats and sizes, and none of the numbers around them", () => {
  const usbCamera = `[video4linux2,v4l2 @ 0x105d1c0] Compressed:       mjpeg :          Motion-JPEG : 2592x1944 1280x960
[video4linux2,v4l2 @ 0x105d1c0] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 1280x720
/dev/video0: Immediate exit requested
`;
  expect(parseV4l2Formats(usbCamera)).toEqual([
    { format: "mjpeg", width: 2592, height: 1944, fps: undefined },
    { format: "mjpeg", width: 1280, height: 960, fps: undefined },
    { format: "yuyv422", width: 640, height: 480, fps: undefined },
    { format: "yuyv422", width: 1280, height: 720, fps: undefined },
  ]);
  const inSteps = `[video4linux2,v4l2 @ 0xf0cf70] Raw       :     yuv420p :     Planar YUV 4:2:0 : {32-2592, 2}x{32-1944, 2}
[video4linux2,v4l2 @ 0xf0cf70] Compressed:        h264 :                H.264 : {32-2592, 2}x{32-1944, 2}
`;
  expect(parseV4l2Formats(inSteps)).toEqual([
    { format: "yuv420p", width: 2592, height: 1944, fps: undefined },
    { format: "h264", width: 2592, height: 1944, fps: undefined },
  ]);
  const newest = `[in#0 @ 0x5587] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 340x340
Error opening input file /dev/video0.
`;
  expect(parseV4l2Formats(newest).map(({ width }) => width)).toEqual([640, 340]);
});

it("macOS: the supported sizes, listed after a request for an invalid one", () => {
  const faceTime = `[avfoundation @ 0x7fbabf104080] Selected framerate (24.000000) is not supported by the device.
[avfoundation @ 0x7fbabf104080] Supported modes:
[avfoundation @ 0x7fbabf104080]   1920x1080@[1.000000 30.000000]fps
[avfoundation @ 0x7fbabf104080]   1280x720@[1.000000 30.000000]fps
[avfoundation @ 0x7fbabf104080]   640x480@[1.000000 30.000000]fps
FaceTime HD Camera: Input/output error
`;
  expect(parseAvfoundationModes(faceTime)).toEqual([
    { format: undefined, width: 1920, height: 1080, fps: 30 },
    { format: undefined, width: 1280, height: 720, fps: 30 },
    { format: undefined, width: 640, height: 480, fps: 30 },
  ]);
  const captureCard = `[avfoundation @ 0x123456789] Supported modes:
[avfoundation @ 0x123456789]   640x480@[60.000240 60.000240]fps
[avfoundation @ 0x123456789]   640x480@[30.000030 30.000030]fps
[avfoundation @ 0x123456789]   720x480@[60.000240 60.000240]fps
`;
  expect(parseAvfoundationModes(captureCard).map(({ width, fps }) => [width, fps])).toEqual([
    [640, 60],
    [720, 60],
  ]);
});

it("Windows: pixels and JPEG, each mode once however often it is listed", () => {
  const virtual = `[dshow @ 0000025695e52900] DirectShow video device options (from video devices)
[dshow @ 0000025695e52900]  Pin "Record" (alternative pin name "0")
[dshow @ 0000025695e52900]   pixel_format=yuyv422  min s=1280x720 fps=1 max s=1280x720 fps=10
[dshow @ 0000025695e52900]   pixel_format=yuyv422  min s=1280x720 fps=1 max s=1280x720 fps=10 (tv, bt470bg/bt709/unknown, topleft)
[dshow @ 0000025695e52900]   pixel_format=nv12  min s=1280x720 fps=1 max s=1280x720 fps=23
[dshow @ 0000025695e52900]   pixel_format=nv12  min s=1280x720 fps=1 max s=1280x720 fps=23 (tv, bt470bg/bt709/unknown, topleft)
`;
  expect(parseDshowModes(virtual)).toEqual([
    { format: "yuyv422", width: 1280, height: 720, fps: 10 },
    { format: "nv12", width: 1280, height: 720, fps: 23 },
  ]);
  const full = `[dshow @ 00000184176a8080]   vcodec=mjpeg  min s=640x480 fps=30 max s=640x480 fps=30
[dshow @ 00000184176a8080]   vcodec=mjpeg  min s=640x480 fps=30 max s=640x480 fps=60.0002
`;
  expect(parseDshowModes(full)).toEqual([{ format: "mjpeg", width: 640, height: 480, fps: 60 }]);
});

it.each([parseV4l2Ctl, parseV4l2Formats, parseAvfoundationModes, parseDshowModes])(
  "%o returns no modes for an empty text",
  (parse) => {
    expect(parse("")).toEqual([]);
    expect(parse("/dev/video0: No such file or directory\n[dshow @ 1] Could not find video device 1x2\n")).toEqual([]);
  },
);

it("a missing camera has no modes", async () => {
  expect(await listCameraModes({ device: "/dev/video987", name: "None" })).toEqual([]);
});

it("the output of a program contains stdout and stderr, and is empty for a missing program", async () => {
  const both = ["-e", 'console.log("one"); console.error("two"); process.exitCode = 3'];
  expect(await programOutput(process.execPath, both)).toBe("one\ntwo\n");
  expect(await programOutput("framewire-has-no-such-program", [])).toBe("");
});

it("ffmpeg's version is parsed from the first line of any build", () => {
  const first = " Copyright (c) 2000-2024 the FFmpeg developers\nbuilt with gcc 12 (Debian 12.2.0-14)\n";
  for (const version of ["5.1.6-0+deb12u1", "7.1.1", "N-45279-g6b86dd5...", "4.1.3"]) {
    expect(parseFfmpegVersion(`ffmpeg version ${version}${first}`)).toBe(version);
  }
  expect(parseFfmpegVersion("dyld: Library not loaded\n")).toBeUndefined();
});

it("a program that hangs is killed by the signal", async () => {
  const controller = new AbortController();
  const asking = programOutput(process.execPath, ["-e", "setInterval(() => {}, 1000)"], controller.signal);
  setTimeout(() => controller.abort(new Error("Enough.")), 100);
  await expect(asking).rejects.toThrow("Enough.");
});
