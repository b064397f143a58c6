/** Checks the programs that read cameras: ffmpeg and OpenCV. */
import { ffmpegVersion, findFfmpeg } from "@framewire/capture";
import { isOpenCVBuilt, type OpenCVRequirements, openCVRequirements, openCVVersion } from "@framewire/capture-opencv";
import type { CheckResult, Finding } from "./finding.ts";

/** A program that reads cameras, files and streams. */
export interface ReaderReport {
  readonly name: "ffmpeg" | "opencv";
  /** Null if it is missing or does not run. */
  readonly version: string | null;
}

/** Looks for ffmpeg and OpenCV. */
export async function checkReaders(signal: AbortSignal): Promise<CheckResult<readonly ReaderReport[]>> {
  const path = findFfmpeg();
  const ffmpeg = await ffmpegVersion({ signal });
  const opencv = findOpenCV();
  return {
    data: [
      { name: "ffmpeg", version: ffmpeg ?? null },
      { name: "opencv", version: opencv && "version" in opencv ? opencv.version : null },
    ],
    findings: [ffmpegFinding(path, ffmpeg), openCVFinding(opencv, opencv ? undefined : openCVRequirements())],
  };
}

/** The oldest ffmpeg whose options are known to work. */
const minimumFfmpeg = [4, 4] as const;

const installFfmpeg: Readonly<Record<string, string>> = {
  linux: "sudo apt install ffmpeg   (Fedora: sudo dnf install ffmpeg-free)",
  darwin: "brew install ffmpeg",
  win32: "winget install ffmpeg",
};

/** Returns the finding about an ffmpeg at this path and of this version; both are undefined if not found. */
export function ffmpegFinding(
  path: string | undefined,
  version: string | undefined,
  platform: NodeJS.Platform = process.platform,
): Finding {
  const topic = "ffmpeg";
  const status = "warning";
  const fix = installFfmpeg[platform] ?? "Install it from https://ffmpeg.org";
  if (path === undefined) {
    return { topic, status, message: "not installed; it reads webcams, files, RTSP and the screen", fix };
  }
  if (version === undefined) return { topic, status, message: `${path} does not report its version`, fix };
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  const [minimumMajor, minimumMinor] = minimumFfmpeg;
  // The version of a build from the repository (`N-45279-g6b86dd5`) does not contain its age.
  const isOld = major !== undefined && (Number(major) - minimumMajor || Number(minor) - minimumMinor) < 0;
  if (isOld) return { topic, status, message: `${version} is old: 4.4 or later is known to work`, fix };
  return { topic, status: "ok", message: `${version} (${path})` };
}

type OpenCVState = { readonly version: string } | { readonly problem: string };

function findOpenCV(): OpenCVState | undefined {
  if (!isOpenCVBuilt()) return undefined;
  try {
    return { version: openCVVersion() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Returns the finding about OpenCV, which is optional. Where it is not built, `requirements` says what that needs. */
export function openCVFinding(opencv: OpenCVState | undefined, requirements?: OpenCVRequirements): Finding {
  const topic = "OpenCV";
  const fix = "pnpm setup:opencv";
  if (!opencv) return { topic, status: "info", ...notBuilt(fix, requirements) };
  if ("problem" in opencv) return { topic, status: "warning", message: "built, but does not load", fix };
  return { topic, status: "ok", message: opencv.version };
}

function notBuilt(
  build: string,
  { missing, install }: OpenCVRequirements = { missing: [], install: [] },
): { readonly message: string; readonly fix: string } {
  const message = "not built; it reads cameras, too, and provides --view window";
  if (missing.length === 0) return { message, fix: build };
  const [command] = install;
  return {
    message: `${message}. To build it, this machine lacks ${missing.join(", ")}`,
    fix: install.length === 1 && command ? `${command}   Then: ${build}` : `Install them, then: ${build}`,
  };
}
