/** The version of ffmpeg. */
import { findFfmpeg } from "./find-ffmpeg.ts";
import { programOutput } from "./program-output.ts";

/** Returns the version of the ffmpeg on `PATH`, such as `5.1.6-0+deb12u1`; `undefined` without ffmpeg, or where it does not run. */
export async function ffmpegVersion({ signal }: { readonly signal?: AbortSignal } = {}): Promise<string | undefined> {
  const path = findFfmpeg();
  return path === undefined ? undefined : parseFfmpegVersion(await programOutput(path, ["-version"], signal));
}

/** Parses the output of `ffmpeg -version`. */
export function parseFfmpegVersion(text: string): string | undefined {
  return /^ffmpeg version (\S+)/m.exec(text)?.[1];
}
