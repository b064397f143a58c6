export { isOpenCVBuilt, openCVVersion } from "./binding.ts";
export { opencvJpeg, opencvWebp } from "./codec/codecs.ts";
export { type OpenCVDescription, type OpenCVOptions, type OpenCVSource, opencv } from "./opencv.ts";
export { opencvReader } from "./opencv-reader.ts";
