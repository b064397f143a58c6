import { ffmpegVersion, findFfmpeg } from "@framewire/capture";
import { isOpenCVBuilt, openCVVersion } from "@framewire/capture-opencv";
import type { Finding, Looked } from "./finding.ts";

/** What reads webcams and more. */
export interface ReaderReport {
  readonly name: "ffmpeg" | "opencv";
  /** Null where it is not there, or does not run. */
  readonly version: string | null;
}

/** The oldest ffmpeg whose words are known. */
const oldestFfmpeg = [4, 4] as const;

const installFfmpeg: Readonly<Record<string, string>> = {
  linux: "sudo apt install ffmpeg   (Fedora: sudo dnf install ffmpeg-free)",
  darwin: "brew install ffmpeg",
  win32: "winget install ffmpeg",
};

/** Looks for ffmpeg and OpenCV. */
export async function lookAtReaders(signal: AbortSignal): Promise<Looked<readonly ReaderReport[]>> {
  const path = findFfmpeg();
  const ffmpeg = await ffmpegVersion({ signal });
  const opencv = versionOfOpenCV();
  return {
    data: [
      { name: "ffmpeg", version: ffmpeg ?? null },
      { name: "opencv", version: opencv && "version" in opencv ? opencv.version : null },
    ],
    findings: [ffmpegFinding(path, ffmpeg), openCVFinding(opencv)],
  };
}

/** What is to be said of the ffmpeg at this path, which says that it is of this version. */
export function ffmpegFinding(
  path: string | undefined,
  version: string | undefined,
  platform: NodeJS.Platform = process.platform,
): Finding {
  const topic = "ffmpeg";
  const fix = installFfmpeg[platform] ?? "Install it from https://ffmpeg.org";
  if (path === undefined) {
    return { topic, state: "advice", says: "not on this machine; it reads webcams, files, RTSP and the screen", fix };
  }
  if (version === undefined) return { topic, state: "advice", says: `${path} does not say what it is`, fix };
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  const [oldestMajor, oldestMinor] = oldestFfmpeg;
  // One that was built from its repository (`N-45279-g6b86dd5`) does not say how old it is.
  const isOld = major !== undefined && (Number(major) - oldestMajor || Number(minor) - oldestMinor) < 0;
  if (isOld) return { topic, state: "advice", says: `${version} is old: 4.4 or later is known to work`, fix };
  return { topic, state: "fine", says: `${version} (${path})` };
}

type OpenCVState = { readonly version: string } | { readonly problem: string };

function versionOfOpenCV(): OpenCVState | undefined {
  if (!isOpenCVBuilt()) return undefined;
  try {
    return { version: openCVVersion() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** What is to be said of OpenCV, which need not be there. */
export function openCVFinding(opencv: OpenCVState | undefined): Finding {
  const topic = "OpenCV";
  const fix = "pnpm setup:opencv";
  if (!opencv)
    return { topic, state: "note", says: "not built here; it reads cameras as well, and shows --view window", fix };
  if ("problem" in opencv) return { topic, state: "advice", says: "was built here, but does not load", fix };
  return { topic, state: "fine", says: opencv.version };
}
