/** The requirements of a device. */
import { existsSync } from "node:fs";
import { SourceError } from "@framewire/capture";
import { requireBinding } from "../binding/load-opencv.ts";
import type { Device } from "./device.ts";

/**
 * Throws where a retry cannot help.
 *
 * @throws SourceError (`program`) where OpenCV is not built, (`usage`) where the file does not exist.
 */
export function requireDevice({ file, label: shown }: Device): void {
  requireBinding();
  if (file !== undefined && !existsSync(file)) {
    throw new SourceError("usage", `There is no file ${shown}. Webcams are numbers (0, 1 …) or paths (/dev/video0).`);
  }
}
