/** Checks the webcams and their formats. */
import { accessSync, constants } from "node:fs";
import { type CameraDevice, listCameraModes, listCameras } from "@framewire/capture";
import type { CheckResult, Finding } from "./finding.ts";
import type { ReaderReport } from "./readers.ts";

/** A webcam and its formats. */
export interface CameraReport extends CameraDevice {
  /** This user may open it. */
  readonly allowed: boolean;
  /** `format` is ffmpeg's name, such as `mjpeg`. `format` and `fps` are null if the system does not report them. */
  readonly modes: readonly {
    readonly format: string | null;
    readonly width: number;
    readonly height: number;
    readonly fps: number | null;
  }[];
}

/** Lists the webcams and queries the formats of each. */
export async function checkCameras(
  signal: AbortSignal,
  readers: readonly ReaderReport[],
): Promise<CheckResult<readonly CameraReport[]>> {
  const data: CameraReport[] = [];
  for (const camera of listCameras()) {
    const allowed = mayOpen(camera);
    const modes = allowed ? await listCameraModes(camera, { signal }) : [];
    data.push({
      ...camera,
      allowed,
      modes: modes.map(({ format = null, width, height, fps = null }) => ({ format, width, height, fps })),
    });
  }
  const readable = readers.some(({ version }) => version !== null);
  return {
    data,
    findings: data.length > 0 ? data.map((camera) => cameraFinding(camera, readable)) : [noCameraFinding(readers)],
  };
}

/** Returns the finding about a webcam; `readable` says whether a program is installed that can read it. */
export function cameraFinding({ device, name, allowed, modes }: CameraReport, readable: boolean): Finding {
  const topic = "Camera";
  const camera = `“${name}” (${device})`;
  if (!allowed) {
    return {
      topic,
      status: "warning",
      message: `${camera}: this user may not open it`,
      fix: "sudo usermod -aG video $USER, then log in again",
    };
  }
  if (!readable) {
    const message = `${camera}: no installed program can read it`;
    return { topic, status: "warning", message, fix: "Install ffmpeg, as described above." };
  }
  const details = modeLines(modes);
  if (details.length > 0) return { topic, status: "ok", message: camera, details };
  return {
    topic,
    status: "info",
    message: `${camera} does not report its formats`,
    fix: "If it delivers no frames, unplug it and plug it in again, or close the program that uses it.",
  };
}

/** How many sizes of each format are listed, the largest first. */
const listedSizes = 3;

/** Returns a line for each format: its largest sizes, with their frame rates if known. */
export function modeLines(modes: CameraReport["modes"]): readonly string[] {
  const formats = [...new Set(modes.map(({ format }) => format))];
  return formats.map((format) => {
    const sizes = modes
      .filter((mode) => mode.format === format)
      .toSorted((a, b) => b.width * b.height - a.width * a.height)
      .map(({ width, height, fps }) => `${width}x${height}${fps === null ? "" : ` at ${Math.round(fps * 10) / 10}`}`);
    const others = sizes.length - listedSizes;
    const listed = [...sizes.slice(0, listedSizes), ...(others > 0 ? [`${others} smaller`] : [])];
    return `${(format ?? "raw").padEnd(8)} ${listed.join(", ")}`;
  });
}

function noCameraFinding(readers: readonly ReaderReport[]): Finding {
  const topic = "Camera";
  const status = "info";
  const canList = process.platform === "linux" || readers.some(({ name, version }) => name === "ffmpeg" && version);
  if (!canList) {
    return { topic, status, message: "unknown: ffmpeg lists the webcams", fix: "Install ffmpeg, as described above." };
  }
  return {
    topic,
    status,
    message: "no webcam; --source auto sends the test pattern",
    fix: "Plug one in, or use a phone: --view-host 0.0.0.0 shows a link for it.",
  };
}

function mayOpen({ device }: CameraDevice): boolean {
  if (!device.startsWith("/")) return true;
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
