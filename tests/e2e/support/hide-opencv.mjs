/**
 * Makes an app that is started with `node --import` believe that OpenCV's binding was never built here.
 *
 * @module
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { existsSync } = fs;
fs.existsSync = (path) => !String(path).endsWith("opencv4nodejs.node") && existsSync(path);
syncBuiltinESMExports();
