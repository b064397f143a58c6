import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findFfmpeg } from "../ffmpeg/process/find-ffmpeg.ts";

/** A webcam of this machine. */
export interface CameraInfo {
  /** What `parseSource` takes for it: a path on Linux, a number elsewhere. */
  readonly device: string;
  /** What its maker calls it. */
  readonly name: string;
}

/** The webcams of this machine, the first one first. Opens none. Elsewhere than on Linux, ffmpeg is asked for them. */
export function listCameras(platform: NodeJS.Platform = process.platform): readonly CameraInfo[] {
  if (platform === "linux") return listVideo4Linux("/sys/class/video4linux", "/dev");
  const ffmpeg = platform === "darwin" || platform === "win32" ? findFfmpeg() : undefined;
  if (ffmpeg === undefined) return [];
  const device = platform === "darwin" ? ["-f", "avfoundation", "-list_devices", "true", "-i", ""] : dshowList;
  const { stderr } = spawnSync(ffmpeg, ["-hide_banner", "-nostdin", ...device], { encoding: "utf8", timeout: 5000 });
  return platform === "darwin" ? parseAvfoundation(stderr) : parseDshow(stderr);
}

const dshowList = ["-f", "dshow", "-list_devices", "true", "-i", "dummy"];

/** The devices that capture: each camera has others beside it, with a higher index, for what is no picture. */
export function listVideo4Linux(system: string, devices: string): readonly CameraInfo[] {
  if (!existsSync(system)) return [];
  return readdirSync(system)
    .filter((name) => /^video\d+$/.test(name) && existsSync(join(devices, name)))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    .filter((name) => read(join(system, name, "index")) === "0")
    .map((name) => ({ device: join(devices, name), name: read(join(system, name, "name")) || name }));
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

/** Reads `ffmpeg -f avfoundation -list_devices true`: screens are in its list of cameras, too. */
export function parseAvfoundation(text: string): readonly CameraInfo[] {
  const [video = ""] = text.split("AVFoundation audio devices");
  return [...video.matchAll(/\] \[(\d+)\] (.+)$/gm)]
    .filter(([, , name]) => !name?.startsWith("Capture screen"))
    .map(([, device = "", name = ""]) => ({ device, name: name.trim() }));
}

/** Reads `ffmpeg -f dshow -list_devices true`, of older ones as well, which have a heading in place of `(video)`. */
export function parseDshow(text: string): readonly CameraInfo[] {
  const [video = ""] = text.split("DirectShow audio devices");
  return [...video.matchAll(/^\[[^\]]*\]\s+"([^"]+)"(?: \((\w+)\))?\s*$/gm)]
    .filter(([, , type]) => type === undefined || type === "video")
    .map(([, name = ""], index) => ({ device: String(index), name }));
}
