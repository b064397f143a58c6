/** The arguments of ffmpeg. */
import type { Input } from "./input/input.ts";

/** Returns the arguments that read an input: its own bytes (`passthrough`), or pixels that are square. */
export function ffmpegArgs(input: Input, { passthrough }: { readonly passthrough: boolean }): readonly string[] {
  const probe = input.kind === "camera" || input.kind === "screen" ? skipRateProbe : [];
  return [
    ...general,
    ...sliceThreads,
    ...probe,
    ...input.args(passthrough),
    ...(passthrough ? copied : decoded),
    ...nut,
  ];
}

/** Ratios of width to height that differ from 1 by less are those of square pixels, rounded. */
export const maxAspectError = 0.015;

const general = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"];

/** Frame threads would return a frame only after the following ones have arrived: as many as there are processors. */
const sliceThreads = ["-thread_type", "slice"];

/** The rate is known already. A measurement would delay up to a second of frames. */
const skipRateProbe = ["-fpsprobesize", "0"];

/** The first video that is not the picture on a cover. */
const video = ["-map", "0:V:0"];

/**
 * Times that increase, from 0. Where they do not, or where there is a gap that nobody would wait for, 40 ms count: ffmpeg
 * drops every frame that is older than one before it, so all of them for the hours that a camera's clock was ahead.
 */
const increasingTimes =
  "setpts='if(isnan(PREV_OUTPTS),0,PREV_OUTPTS+if(between((PTS-PREV_INPTS)*TB,1e-6,60),PTS-PREV_INPTS,0.04/TB))'";

/**
 * Square pixels. The shorter side of a pixel is stretched, so no detail is lost: 720x576 with 64:45 becomes 1024x576. Sizes
 * are even; a ratio beyond 4 is a mistake.
 */
const stretch = `if(between(abs(sar-1),${maxAspectError},3)*gte(sar,1/4)`;
const squarePixels = `scale=w='${stretch}*gt(sar,1),2*round(iw*sar/2),iw)':h='${stretch}*lt(sar,1),2*round(ih/sar/2),ih)',setsar=1`;

const copied = [...video, "-c", "copy"];

/**
 * The time base is finer than the frame rate, so that frames at irregular intervals keep their times and none is dropped.
 * One thread for the output: with several, each of them holds a frame back.
 */
const decoded = [
  ...[...video, "-vf", `${increasingTimes},${squarePixels}`, "-enc_time_base", "1:1000000"],
  ...["-c:v", "rawvideo", "-pix_fmt", "rgb24", "-threads", "1"],
];

/** Without an index, which would grow in ffmpeg's memory as long as it runs. */
const nut = ["-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1"];
