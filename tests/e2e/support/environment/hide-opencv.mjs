/**
 * Hides OpenCV's binding from an app that is started with `node --import` of this file.
 *
 * @module
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { existsSync } = fs;
fs.existsSync = (path) => !String(path).endsWith("opencv4nodejs.node") && existsSync(path);
syncBuiltinESMExports();
