import { access, constants } from "node:fs/promises";
import type { Device } from "./device.ts";

/** Says more exactly why a webcam cannot be opened, where Linux shows it: the end of a sentence. */
export async function whyNot({ open, camera }: Device, reason: string): Promise<string> {
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
