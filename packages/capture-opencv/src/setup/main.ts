/**
 * The command that builds the binding of OpenCV against the OpenCV of this system: `pnpm setup:opencv` in this repository,
 * `npx framewire-setup-opencv` elsewhere. `--force` builds it again.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bindingFile, bindingFolder } from "../binding/load-opencv.ts";
import { build } from "./build.ts";
import { createProgressMeter } from "./meter.ts";
import { setupCommand } from "./setup-command.ts";
import { inspectSystem, installCommand } from "./system.ts";

const options = process.argv.slice(2);
const unknown = options.find((argument) => argument !== "--force");
if (unknown === undefined) process.exitCode = await setUp(options.length > 0);
else {
  fail(`“${unknown}” is not an option. The only option is --force, which builds the binding again.`);
  process.exitCode = 2;
}

async function setUp(force: boolean): Promise<number> {
  const folder = bindingFolder();
  if (folder === undefined) return fail(`@u4/opencv4nodejs is not installed. Run: ${setupCommand(false)}`);
  if (!force && loads(folder)) {
    say("OpenCV is ready; it was built before. (--force builds it again.)");
    return 0;
  }
  const { missing, opencv } = inspectSystem();
  if (!opencv || missing.length > 0) {
    return fail(
      [`Missing on this machine: ${missing.join(", ")}. Install it, and run this again:`, ...installCommand()].join(
        "\n  ",
      ),
    );
  }
  say(`Building the binding for OpenCV ${opencv.version}. It takes a few minutes, once.`);
  const meter = createProgressMeter();
  const { succeeded, lastLines } = await build(folder, opencv, meter.show);
  meter.end();
  if (!succeeded) return fail(`${lastLines.join("\n")}\n\nThe build failed; the lines above say where.`);
  if (!loads(folder)) return fail("It was built, but does not load. Is more than one OpenCV installed?");
  say(`OpenCV ${opencv.version} is ready.`);
  return 0;
}

/** Whether the binding loads, in a separate process: a broken binding can crash it. */
function loads(folder: string): boolean {
  const file = bindingFile(folder);
  if (!existsSync(file)) return false;
  return spawnSync(process.execPath, ["--eval", `require(${JSON.stringify(file)})`], { stdio: "ignore" }).status === 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}
