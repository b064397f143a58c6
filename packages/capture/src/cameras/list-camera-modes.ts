/** The formats and sizes of a webcam. */
import { findFfmpeg } from "../ffmpeg/process/find-ffmpeg.ts";
import { programOutput } from "../ffmpeg/process/program-output.ts";
import { type CameraDevice, listCameras } from "./list-cameras.ts";

/** A format and size of a webcam. */
export interface CameraMode {
  /** ffmpeg's name: `mjpeg`, `yuyv422`. Undefined where the system decodes and does not report the format. */
  readonly format: string | undefined;
  /** Pixels per row; the maximum of a range. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Highest frame rate at this size; undefined where the system does not report it. */
  readonly fps: number | undefined;
}

/** Options of {@link listCameraModes}. */
export interface CameraModesOptions {
  /** Aborts the call, which rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Lists the formats and sizes of a webcam, each once, in the camera's order. Captures no frame. Runs ffmpeg; on Linux,
 * where ffmpeg reports no rates, `v4l2-ctl` of v4l-utils first. Empty where neither is installed, or the camera reports
 * nothing.
 */
export async function listCameraModes(
  camera: CameraDevice,
  { signal }: CameraModesOptions = {},
): Promise<readonly CameraMode[]> {
  const ffmpeg = findFfmpeg();
  const { platform } = process;
  if (platform === "linux") {
    const modes = parseV4l2Ctl(await programOutput("v4l2-ctl", ["-d", camera.device, "--list-formats-ext"], signal));
    if (modes.length > 0 || ffmpeg === undefined) return modes;
    return parseV4l2Formats(
      await programOutput(ffmpeg, listing("v4l2", ["-list_formats", "all"], camera.device), signal),
    );
  }
  if (ffmpeg === undefined) return [];
  if (platform === "darwin") {
    // ffmpeg lists the modes only after a request for one that does not exist.
    const impossible = ["-video_size", "1x1"];
    return parseAvfoundationModes(
      await programOutput(ffmpeg, listing("avfoundation", impossible, `${camera.device}:none`), signal),
    );
  }
  const list = listing("dshow", ["-list_options", "true"], `video=${nameOf(camera)}`);
  return platform === "win32" ? parseDshowModes(await programOutput(ffmpeg, list, signal)) : [];
}

function listing(format: string, options: readonly string[], input: string): readonly string[] {
  return ["-hide_banner", "-nostdin", "-f", format, ...options, "-i", input];
}

/** Returns the name of a camera, by which DirectShow opens it. */
function nameOf({ device, name }: CameraDevice): string {
  return name || (listCameras()[Number(device)]?.name ?? device);
}

/** ffmpeg's names of V4L2's FourCC codes. */
const formatsByFourcc: Readonly<Record<string, string>> = {
  MJPG: "mjpeg",
  JPEG: "mjpeg",
  YUYV: "yuyv422",
  UYVY: "uyvy422",
  YU12: "yuv420p",
  RGB3: "rgb24",
  BGR3: "bgr24",
  GREY: "gray",
};

/** Parses `v4l2-ctl --list-formats-ext`, also of older versions, which write `Pixel Format: 'MJPG'`. */
export function parseV4l2Ctl(text: string): readonly CameraMode[] {
  const modes = collectModes();
  let format: string | undefined;
  let size: Size | undefined;
  for (const line of text.split("\n")) {
    const [, letters] = /^\s*(?:\[\d+\]|Pixel Format): '(.{4})'/.exec(line) ?? [];
    if (letters !== undefined) {
      format = formatsByFourcc[letters] ?? letters.trim().toLowerCase();
      size = undefined;
    }
    const [, width, height] = /^\s*Size: (?:Discrete|Stepwise \d+x\d+ -) (\d+)x(\d+)/.exec(line) ?? [];
    if (width !== undefined) {
      size = { width: Number(width), height: Number(height) };
      modes.add({ format, ...size, fps: undefined });
    }
    // The last number of a range: `Interval: Continuous 0.017s - 1.000s (1.000-60.000 fps)`.
    const [, fps] = /^\s*Interval: .*?([\d.]+) fps\)/.exec(line) ?? [];
    if (fps !== undefined && size) modes.add({ format, ...size, fps: Number(fps) });
  }
  return modes.all();
}

/** Parses `ffmpeg -f v4l2 -list_formats all`, which has no rates. */
export function parseV4l2Formats(text: string): readonly CameraMode[] {
  const modes = collectModes();
  for (const [, name = "", sizes = ""] of text.matchAll(
    /^\[[^\]]+\] (?:Raw|Compressed) *: *(\S+) :.*? : ([\dx{}, -]+)$/gm,
  )) {
    const format = name === "Unsupported" ? undefined : name;
    for (const [, width, height] of sizes.matchAll(/\b(\d+)x(\d+)\b/g)) {
      modes.add({ format, width: Number(width), height: Number(height), fps: undefined });
    }
    // Any size in steps: `{32-2592, 2}x{32-1944, 2}`.
    for (const [, width, height] of sizes.matchAll(/\{\d+-(\d+), *\d+\}x\{\d+-(\d+), *\d+\}/g)) {
      modes.add({ format, width: Number(width), height: Number(height), fps: undefined });
    }
  }
  return modes.all();
}

/** Parses the modes that ffmpeg's avfoundation lists after a request for an invalid size. They have no formats. */
export function parseAvfoundationModes(text: string): readonly CameraMode[] {
  const modes = collectModes();
  for (const [, width, height, fps] of text.matchAll(/\] +(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps/g)) {
    modes.add({ format: undefined, width: Number(width), height: Number(height), fps: Number(fps) });
  }
  return modes.all();
}

/** Parses `ffmpeg -f dshow -list_options true`. */
export function parseDshowModes(text: string): readonly CameraMode[] {
  const modes = collectModes();
  for (const [, format, width, height, fps] of text.matchAll(
    /(?:pixel_format|vcodec)=(\S+) +min s=\d+x\d+ fps=[\d.]+ max s=(\d+)x(\d+) fps=([\d.]+)/g,
  )) {
    modes.add({ format, width: Number(width), height: Number(height), fps: Number(fps) });
  }
  return modes.all();
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Collects each format and size once, with its highest rate, in order of appearance. */
function collectModes(): { add(mode: CameraMode): void; all(): readonly CameraMode[] } {
  const modes = new Map<string, CameraMode>();
  return {
    add(mode) {
      const key = `${mode.format} ${mode.width}x${mode.height}`;
      const fps = mode.fps === undefined ? undefined : Math.round(mode.fps * 100) / 100;
      const known = modes.get(key);
      if (!known || (fps ?? 0) > (known.fps ?? 0)) modes.set(key, { ...mode, fps });
    },
    all: () => [...modes.values()],
  };
}
