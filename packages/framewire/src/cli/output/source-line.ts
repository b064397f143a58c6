/** The line that describes the source. */
import type { SourceEvent } from "./events.ts";

/**
 * Returns a line such as `/dev/video0, 1280x720 at 30 fps, JPEG passed through.` Unknown values are left out, and so is a
 * problem, which the source itself logs.
 */
export function sourceLine({ device, width, height, fps, format, passthrough }: SourceEvent): string {
  const size = width === null || height === null ? "" : `${width}x${height}`;
  const rate = fps === null ? "" : `${fps} fps`;
  const handling = passthrough === null ? "" : passthrough ? "passed through" : "encoded here";
  return `${[device, [size, rate].filter(Boolean).join(" at "), [format ?? "", handling].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ")}.`;
}
