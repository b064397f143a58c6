/** OpenCV as a source of live frames and as codecs. */
export { isOpenCVBuilt, openCVVersion } from "./binding/load-opencv.ts";
export { opencvJpeg, opencvWebp } from "./codec/codecs.ts";
export { type OpenCVRequirements, openCVRequirements } from "./setup/system.ts";
export { type OpenCVDescription, type OpenCVOptions, type OpenCVSource, opencv } from "./source/opencv.ts";
export { opencvReader } from "./source/opencv-reader.ts";
