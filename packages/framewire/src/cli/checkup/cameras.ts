import { accessSync, constants } from "node:fs";
import { type CameraInfo, listCameraModes, listCameras } from "@framewire/capture";
import type { Finding, Looked } from "./finding.ts";
import type { ReaderReport } from "./readers.ts";

/** A webcam, and what it can give. */
export interface CameraReport extends CameraInfo {
  /** This user may open it. */
  readonly allowed: boolean;
  /** `format` is ffmpeg's word, such as `mjpeg`; null where the system does not say it, as `fps`. */
  readonly modes: readonly {
    readonly format: string | null;
    readonly width: number;
    readonly height: number;
    readonly fps: number | null;
  }[];
}

/** So many sizes of each format are shown to people, the largest. */
const shownSizes = 3;

/** Looks for webcams, and asks each what it can give. */
export async function lookAtCameras(
  signal: AbortSignal,
  readers: readonly ReaderReport[],
): Promise<Looked<readonly CameraReport[]>> {
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
    findings: data.length > 0 ? data.map((camera) => cameraFinding(camera, readable)) : [noCamera(readers)],
  };
}

/** What is to be said of a webcam, where there is a program to read it or not. */
export function cameraFinding({ device, name, allowed, modes }: CameraReport, readable: boolean): Finding {
  const topic = "Camera";
  const says = `“${name}” (${device})`;
  if (!allowed) {
    return {
      topic,
      state: "advice",
      says: `${says}: this user may not open it`,
      fix: "sudo usermod -aG video $USER, then log in anew",
    };
  }
  if (!readable) {
    return { topic, state: "advice", says: `${says}: nothing here can read it`, fix: "Install ffmpeg, as said above." };
  }
  const more = modeLines(modes);
  if (more.length > 0) return { topic, state: "fine", says, more };
  return {
    topic,
    state: "note",
    says: `${says} does not say what it can give`,
    fix: "If it gives no pictures, plug it in anew, or end the program that uses it.",
  };
}

/** A line for each format: its largest sizes, with their rates where they are known. */
export function modeLines(modes: CameraReport["modes"]): readonly string[] {
  const formats = [...new Set(modes.map(({ format }) => format))];
  return formats.map((format) => {
    const sizes = modes
      .filter((mode) => mode.format === format)
      .toSorted((a, b) => b.width * b.height - a.width * a.height)
      .map(({ width, height, fps }) => `${width}x${height}${fps === null ? "" : ` at ${Math.round(fps * 10) / 10}`}`);
    const others = sizes.length - shownSizes;
    const shown = [...sizes.slice(0, shownSizes), ...(others > 0 ? [`${others} smaller`] : [])];
    return `${(format ?? "pixels").padEnd(8)} ${shown.join(", ")}`;
  });
}

function noCamera(readers: readonly ReaderReport[]): Finding {
  const topic = "Camera";
  const unknown = process.platform !== "linux" && !readers.some(({ name, version }) => name === "ffmpeg" && version);
  if (unknown) {
    return { topic, state: "note", says: "without ffmpeg, nobody knows of any", fix: "Install ffmpeg, as said above." };
  }
  return {
    topic,
    state: "note",
    says: "no webcam; --source auto shows the test pattern",
    fix: "Plug one in, or take a phone: --view-host 0.0.0.0 shows a link for it.",
  };
}

function mayOpen({ device }: CameraInfo): boolean {
  if (!device.startsWith("/")) return true;
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
