/** The reason why a webcam does not open. */
import { access, constants } from "node:fs/promises";
import type { Device } from "./device.ts";

/** Returns why a webcam cannot be opened, as the end of a sentence. On Linux this checks the device file. */
export async function explainOpenFailure({ open, camera }: Device, reason: string): Promise<string> {
  if (!camera || process.platform !== "linux") return reason;
  const path = typeof open === "number" ? `/dev/video${open}` : open;
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? `there is no ${path}; plug it in`
      : `${path} may not be read; add your user to its group (sudo usermod -aG video $USER), and log in again`;
  }
  return `${reason}; another program may be using it`;
}
