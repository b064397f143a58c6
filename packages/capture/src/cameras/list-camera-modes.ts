import { findFfmpeg } from "../ffmpeg/process/find-ffmpeg.ts";
import { askProgram } from "../ffmpeg/process/program-output.ts";
import { type CameraInfo, listCameras } from "./list-cameras.ts";

/** What a webcam can give. */
export interface CameraMode {
  /** As ffmpeg calls it: `mjpeg`, `yuyv422`. Undefined where the system gives pixels only, and does not say which. */
  readonly format: string | undefined;
  /** Pixels in a row; of a camera that takes any size between two, the most. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** The most frames a second at this size; undefined where the system does not say. */
  readonly fps: number | undefined;
}

/** How {@link listCameraModes} asks. */
export interface CameraModesOptions {
  /** Ends it, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * What a webcam can give, each format and size once, in the camera's own order. Takes no picture. ffmpeg is asked for it,
 * and on Linux, where that knows no rates, `v4l2-ctl` of v4l-utils first, if it is there. Empty where neither is, or the
 * camera does not say.
 */
export async function listCameraModes(
  camera: CameraInfo,
  { signal }: CameraModesOptions = {},
): Promise<readonly CameraMode[]> {
  const ffmpeg = findFfmpeg();
  const { platform } = process;
  if (platform === "linux") {
    const modes = parseV4l2Ctl(await askProgram("v4l2-ctl", ["-d", camera.device, "--list-formats-ext"], signal));
    if (modes.length > 0 || ffmpeg === undefined) return modes;
    return parseV4l2Formats(await askProgram(ffmpeg, listing("v4l2", ["-list_formats", "all"], camera.device), signal));
  }
  if (ffmpeg === undefined) return [];
  if (platform === "darwin") {
    // It has no list. It names what there is when it is asked for what there is not.
    const impossible = ["-video_size", "1x1"];
    return parseAvfoundationModes(
      await askProgram(ffmpeg, listing("avfoundation", impossible, `${camera.device}:none`), signal),
    );
  }
  const list = listing("dshow", ["-list_options", "true"], `video=${nameOf(camera)}`);
  return platform === "win32" ? parseDshowModes(await askProgram(ffmpeg, list, signal)) : [];
}

function listing(format: string, options: readonly string[], input: string): readonly string[] {
  return ["-hide_banner", "-nostdin", "-f", format, ...options, "-i", input];
}

/** DirectShow knows cameras by their names. */
function nameOf({ device, name }: CameraInfo): string {
  return name || (listCameras()[Number(device)]?.name ?? device);
}

/** What V4L2 calls the formats by four letters, in ffmpeg's words. */
const fourLetters: Readonly<Record<string, string>> = {
  MJPG: "mjpeg",
  JPEG: "mjpeg",
  YUYV: "yuyv422",
  UYVY: "uyvy422",
  YU12: "yuv420p",
  RGB3: "rgb24",
  BGR3: "bgr24",
  GREY: "gray",
};

/** Reads `v4l2-ctl --list-formats-ext`, of older ones as well, which write `Pixel Format: 'MJPG'`. */
export function parseV4l2Ctl(text: string): readonly CameraMode[] {
  const modes = collectModes();
  let format: string | undefined;
  let size: Size | undefined;
  for (const line of text.split("\n")) {
    const [, letters] = /^\s*(?:\[\d+\]|Pixel Format): '(.{4})'/.exec(line) ?? [];
    if (letters !== undefined) {
      format = fourLetters[letters] ?? letters.trim().toLowerCase();
      size = undefined;
    }
    const [, width, height] = /^\s*Size: (?:Discrete|Stepwise \d+x\d+ -) (\d+)x(\d+)/.exec(line) ?? [];
    if (width !== undefined) {
      size = { width: Number(width), height: Number(height) };
      modes.add({ format, ...size, fps: undefined });
    }
    // Of a range the last number: `Interval: Continuous 0.017s - 1.000s (1.000-60.000 fps)`.
    const [, fps] = /^\s*Interval: .*?([\d.]+) fps\)/.exec(line) ?? [];
    if (fps !== undefined && size) modes.add({ format, ...size, fps: Number(fps) });
  }
  return modes.all();
}

/** Reads `ffmpeg -f v4l2 -list_formats all`, which says nothing of rates. */
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

/** Reads what ffmpeg's avfoundation names when it is asked for a size that there is not. Its formats are not among it. */
export function parseAvfoundationModes(text: string): readonly CameraMode[] {
  const modes = collectModes();
  for (const [, width, height, fps] of text.matchAll(/\] +(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps/g)) {
    modes.add({ format: undefined, width: Number(width), height: Number(height), fps: Number(fps) });
  }
  return modes.all();
}

/** Reads `ffmpeg -f dshow -list_options true`. */
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

/** Keeps each format and size once, with the highest rate that was named for it, in the order that they came. */
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
