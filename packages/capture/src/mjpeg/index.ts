export type { Backoff } from "../backoff.ts";
export { type MjpegOptions, mjpeg } from "./mjpeg.ts";
