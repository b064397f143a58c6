import { type EncodedFrame, isEncoded, type VideoFrame, type VideoSource } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { fakeFfmpeg } from "../../testing/fake-ffmpeg.ts";
import { needs } from "../../testing/programs.ts";
import { recordLog } from "../../testing/read.ts";
import { ffmpeg } from "../ffmpeg/ffmpeg.ts";
import type { InputOptions } from "../ffmpeg/input/input.ts";
import { parseInput } from "../ffmpeg/input/parse-input.ts";
import { listCameras } from "./list-cameras.ts";

async function take(source: VideoSource, count: number): Promise<(VideoFrame | EncodedFrame)[]> {
  const frames: (VideoFrame | EncodedFrame)[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

const out = ["-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1"];
const general = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"];
const live = [...general, "-thread_type", "slice", "-fpsprobesize", "0"];
const testFrames = "-v error -re -f lavfi -i testsrc2=size=160x120:rate=30 -map 0:v:0";
const { skip, because } = needs("ffmpeg");

/** The arguments that request a format from a webcam on Linux. */
const requested = ["-f", "v4l2", "-framerate", "15", "-video_size", "160x120"];

describe.skipIf(skip || process.platform !== "linux")(`a webcam that ffmpeg reads${because}`, () => {
  it("without JPEG is tried once, and from then on read as pixels", async () => {
    // The exact messages of ffmpeg for a camera without JPEG.
    using fake = fakeFfmpeg(`case "$*" in
      *mjpeg*) echo "[video4linux2,v4l2 @ 0x1] [error] Cannot find a proper format for codec 'mjpeg' (id 7), pixel format 'none' (id -1)" >&2
        echo "[error] /dev/video7: Invalid argument" >&2; exit 1;;
      *) exec "$FFMPEG" ${testFrames} -pix_fmt rgb24 -c:v rawvideo ${out.join(" ")};;
    esac`);
    const log = recordLog();
    const source = ffmpeg("7", { width: 160, height: 120, fps: 15, log });
    expect(await take(source, 3)).toMatchObject(Array(3).fill({ format: "RGB", width: 160, height: 120 }));
    expect(await take(source, 1)).toMatchObject([{ format: "RGB", sequence: 3 }]);
    expect(source.describe?.()).toMatchObject({ device: "/dev/video7", passthrough: false });
    const video = ["-map", "0:V:0"];
    const filters = ["-vf", expect.stringMatching(/^setpts=.*,scale=.*,setsar=1$/)];
    const rgb = ["-enc_time_base", "1:1000000", "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-threads", "1"];
    const raw = [...live, ...requested, "-i", "/dev/video7", ...video, ...filters, ...rgb, ...out];
    expect(fake.runs).toEqual([
      [...live, ...requested, "-input_format", "mjpeg", "-i", "/dev/video7", ...video, "-c", "copy", ...out],
      raw,
      raw,
    ]);
    expect(log.lines.filter((line) => line.startsWith("warn"))).toEqual([]);
  });

  it("with JPEG is opened once, and its JPEGs are passed through", async () => {
    using fake = fakeFfmpeg(`exec "$FFMPEG" ${testFrames} -c:v mjpeg ${out.join(" ")}`);
    const source = ffmpeg("/dev/video0", { width: 160, height: 120, fps: 15 });
    const frames = await take(source, 3);
    expect(frames.every(isEncoded)).toBe(true);
    expect(source.describe?.()).toMatchObject({ format: "JPEG", width: 160, height: 120, fps: 30, passthrough: true });
    expect(fake.runs).toHaveLength(1);
  });

  it("that another program uses is logged, and tried again", async () => {
    using fake = fakeFfmpeg(`[ -e "$0.tried" ] && exec "$FFMPEG" ${testFrames} -c:v mjpeg ${out.join(" ")}
      touch "$0.tried"; echo "[error] /dev/video0: Device or resource busy" >&2; exit 1`);
    const log = recordLog();
    await take(ffmpeg("0", { log, backoff: { initialMs: 10, maxMs: 10 } }), 1);
    expect(log.lines.filter((line) => !line.startsWith("debug"))).toEqual([
      "warn: No frame from /dev/video0 yet: another program uses it: close that one. Trying until there is one.",
      "info: /dev/video0 delivers frames now.",
    ]);
    expect(fake.runs).toHaveLength(2);
  });
});

describe.skipIf(process.platform === "win32")(
  "webcams of other systems, as ffmpeg's documentation describes them",
  () => {
    const options: InputOptions = { width: 640, height: 480, fps: 30, loop: false, platform: "win32" };
    const size = ["-framerate", "30", "-video_size", "640x480"];
    const dshow = `[dshow @ 000001] \\"Integrated Camera\\" (video)
[dshow @ 000001]   Alternative name \\"@device_pnp_x\\"
[dshow @ 000001] \\"Logi C920 & co; \\$(id)\\" (video)
[dshow @ 000001] \\"Microphone (Realtek)\\" (audio)`;

    it("DirectShow: by the name in its list, JPEG first, and any name is one argument", () => {
      using fake = fakeFfmpeg(`echo "${dshow}" >&2; exit 1`);
      expect(listCameras("win32").map(({ device }) => device)).toEqual(["0", "1"]);
      expect(fake.runs[0]?.slice(-6)).toEqual(["-f", "dshow", "-list_devices", "true", "-i", "dummy"]);
      const first = parseInput("0", options);
      expect(first).toMatchObject({ label: "Integrated Camera", mayBeJpeg: true, needsPacing: false });
      expect(first?.args(true)).toEqual(["-f", "dshow", ...size, "-vcodec", "mjpeg", "-i", "video=Integrated Camera"]);
      expect(first?.args(false)).toEqual(["-f", "dshow", ...size, "-i", "video=Integrated Camera"]);
      expect(parseInput("1", options)?.args(false).slice(-2)).toEqual(["-i", "video=Logi C920 & co; $(id)"]);
      expect(() => parseInput("2", options)).toThrow("There is no camera 2 on this machine.");
      expect(() => parseInput("/dev/video0", options)).toThrow("on this system cameras are numbers");
    });

    it("AVFoundation: by its number and without sound; screens by their name", () => {
      const mac: InputOptions = { ...options, platform: "darwin" };
      const camera = parseInput("1", mac);
      expect(camera).toMatchObject({ label: "camera 1", mayBeJpeg: false });
      expect(camera?.args(false)).toEqual(["-f", "avfoundation", ...size, "-i", "1:none"]);
      const screen = (text: string) => parseInput(text, mac)?.args(false);
      expect(screen("screen:")).toEqual(["-f", "avfoundation", "-framerate", "30", "-i", "Capture screen 0:none"]);
      expect(screen("screen:1")?.at(-1)).toBe("Capture screen 1:none");
      expect(() => parseInput("screen:0:1", mac)).toThrow("screen:0 is the first");
      expect(() => parseInput("/dev/video0", mac)).toThrow("on this system cameras are numbers");
    });
  },
);
