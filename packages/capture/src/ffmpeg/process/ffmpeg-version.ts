import { findFfmpeg } from "./find-ffmpeg.ts";
import { askProgram } from "./program-output.ts";

/** The version of the ffmpeg on `PATH`, as its builders wrote it, such as `5.1.6-0+deb12u1`; `undefined` where there is none, or it does not run. */
export async function ffmpegVersion({ signal }: { readonly signal?: AbortSignal } = {}): Promise<string | undefined> {
  const path = findFfmpeg();
  return path === undefined ? undefined : parseFfmpegVersion(await askProgram(path, ["-version"], signal));
}

/** Reads `ffmpeg -version`. */
export function parseFfmpegVersion(text: string): string | undefined {
  return /^ffmpeg version (\S+)/m.exec(text)?.[1];
}
