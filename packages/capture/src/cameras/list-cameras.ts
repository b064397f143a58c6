/** The webcams of this machine. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findFfmpeg } from "../ffmpeg/process/find-ffmpeg.ts";

/** A webcam of this machine. */
export interface CameraDevice {
  /** The text by which `parseSource` opens it: a path on Linux, a number elsewhere. */
  readonly device: string;
  /** Product name. */
  readonly name: string;
}

/** Lists the webcams of this machine in order, without opening them. On macOS and Windows this runs ffmpeg. */
export function listCameras(platform: NodeJS.Platform = process.platform): readonly CameraDevice[] {
  if (platform === "linux") return listVideo4Linux("/sys/class/video4linux", "/dev");
  const ffmpeg = platform === "darwin" || platform === "win32" ? findFfmpeg() : undefined;
  if (ffmpeg === undefined) return [];
  const device = platform === "darwin" ? ["-f", "avfoundation", "-list_devices", "true", "-i", ""] : dshowList;
  const { stderr } = spawnSync(ffmpeg, ["-hide_banner", "-nostdin", ...device], { encoding: "utf8", timeout: 5000 });
  return platform === "darwin" ? parseAvfoundation(stderr) : parseDshow(stderr);
}

const dshowList = ["-f", "dshow", "-list_devices", "true", "-i", "dummy"];

/** Lists the capture devices: each camera has more devices with a higher index, for metadata. */
export function listVideo4Linux(system: string, devices: string): readonly CameraDevice[] {
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

/** Parses `ffmpeg -f avfoundation -list_devices true`, whose list contains screens as well. */
export function parseAvfoundation(text: string): readonly CameraDevice[] {
  const [video = ""] = text.split("AVFoundation audio devices");
  return [...video.matchAll(/\] \[(\d+)\] (.+)$/gm)]
    .filter(([, , name]) => !name?.startsWith("Capture screen"))
    .map(([, device = "", name = ""]) => ({ device, name: name.trim() }));
}

/** Parses `ffmpeg -f dshow -list_devices true`, also of older versions, which have a heading in place of `(video)`. */
export function parseDshow(text: string): readonly CameraDevice[] {
  const [video = ""] = text.split("DirectShow audio devices");
  return [...video.matchAll(/^\[[^\]]*\]\s+"([^"]+)"(?: \((\w+)\))?\s*$/gm)]
    .filter(([, , type]) => type === undefined || type === "video")
    .map(([, name = ""], index) => ({ device: String(index), name }));
}
