import type { SourceEvent } from "./events.ts";

/** A source in a line: `/dev/video0, 1280x720 at 30 fps, JPEG passed on untouched.` What is not known is left out. */
export function sourceLine({ device, width, height, fps, format, untouched }: SourceEvent): string {
  const size = width === null || height === null ? "" : `${width}x${height}`;
  const rate = fps === null ? "" : `${fps} fps`;
  const way = untouched === null ? "" : untouched ? "passed on untouched" : "encoded here";
  return `${[device, [size, rate].filter(Boolean).join(" at "), [format ?? "", way].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ")}.`;
}
