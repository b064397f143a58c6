import { existsSync } from "node:fs";
import { SourceError } from "@framewire/capture";
import { requireBinding } from "../binding/load-opencv.ts";
import type { Device } from "./device.ts";

/**
 * Throws where reading a device will not get better by waiting.
 *
 * @throws SourceError: `program` where OpenCV is not built here, `usage` where there is no such file.
 */
export function requireDevice({ file, shown }: Device): void {
  requireBinding();
  if (file !== undefined && !existsSync(file)) {
    throw new SourceError("usage", `There is no file ${shown}. Webcams are numbers (0, 1 …) or paths (/dev/video0).`);
  }
}
