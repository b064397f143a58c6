import type { SourceReader } from "@framewire/capture";
import { bindingFolder, isOpenCVBuilt } from "../binding/load-opencv.ts";
import { setupCommand } from "../setup/setup-command.ts";
import { parseDevice } from "./device.ts";
import { opencv } from "./opencv.ts";
import { requireDevice } from "./require-device.ts";

/**
 * {@link opencv} for `parseSource` of `@framewire/capture`: `opencv:0`, `opencv:film.avi`, and webcams without the prefix.
 * Where OpenCV has not been built, it is missing, and says the command that builds it.
 *
 *     const source = parseSource(text, { readers: [opencvReader] });
 */
export const opencvReader: SourceReader = {
  name: "OpenCV",
  scheme: "opencv",
  missing: () => (isOpenCVBuilt() ? undefined : setupCommand(bindingFolder() !== undefined)),
  open(device, asked) {
    const source = opencv(device, asked);
    requireDevice(parseDevice(device));
    return source;
  },
};
