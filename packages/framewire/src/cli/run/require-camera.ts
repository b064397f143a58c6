/** The check that a webcam exists. */
import { existsSync } from "node:fs";
import { type CameraDevice, listCameras } from "@framewire/capture";
import { UsageError } from "../options/usage-error.ts";

/**
 * Throws a {@link UsageError} where the text of `--source` names a webcam that this machine does not have. On Linux only:
 * elsewhere the source reports it when it is opened.
 */
export function requireCamera(
  source: string,
  { platform = process.platform, exists = existsSync, cameras = () => listCameras("linux") }: Machine = {},
): void {
  if (platform !== "linux") return;
  const [, device] = /^(?:ffmpeg:|opencv:)?(\d{1,3}|\/dev\/(?:video\d+|v4l\/.+))$/i.exec(source) ?? [];
  if (device === undefined) return;
  const path = device.startsWith("/") ? device : `/dev/video${Number(device)}`;
  if (exists(path)) return;
  const present = cameras().map((camera) => `${camera.device} (${camera.name})`);
  const list = present.length > 0 ? `Webcams here are ${present.join(", ")}.` : "No webcam is connected.";
  throw new UsageError(`There is no webcam ${path}. ${list} Use --source auto for the first webcam, if there is one.`);
}

/** The machine, for tests. */
interface Machine {
  readonly platform?: NodeJS.Platform;
  readonly exists?: (path: string) => boolean;
  readonly cameras?: () => readonly CameraDevice[];
}
