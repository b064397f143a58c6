/** OpenCV as a reader for `parseSource`. */
import type { SourceReader } from "@framewire/capture";
import { bindingFolder, isOpenCVBuilt } from "../binding/load-opencv.ts";
import { setupCommand } from "../setup/setup-command.ts";
import { parseDevice } from "./device.ts";
import { opencv } from "./opencv.ts";
import { requireDevice } from "./require-device.ts";

/**
 * {@link opencv} for `parseSource` of `@framewire/capture`: `opencv:0`, `opencv:street.avi`, and webcams without the prefix.
 * Its install command builds OpenCV.
 *
 *     const source = parseSource(text, { readers: [opencvReader] });
 */
export const opencvReader: SourceReader = {
  name: "OpenCV",
  scheme: "opencv",
  installCommand: () => (isOpenCVBuilt() ? undefined : setupCommand(bindingFolder() !== undefined)),
  open(device, options) {
    const source = opencv(device, options);
    requireDevice(parseDevice(device));
    return source;
  },
};
