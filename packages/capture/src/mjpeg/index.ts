/** The MJPEG source. */
export type { Backoff } from "@framewire/media";
export { type MjpegOptions, mjpeg } from "./mjpeg.ts";
