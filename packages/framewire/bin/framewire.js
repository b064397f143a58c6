#!/usr/bin/env node
/** The executable `framewire`. */
import { runCommandLine } from "../dist/cli/index.js";

await runCommandLine(process.argv.slice(2));
