import { SourceError } from "../../source-error.ts";
import type { Input, InputOptions } from "./input.ts";

/** ffmpeg's sources of test pictures that read no file. */
const names = [
  ...[
    "allrgb",
    "allyuv",
    "color",
    "colorchart",
    "colorspectrum",
    "gradients",
    "haldclutsrc",
    "mandelbrot",
    "mptestsrc",
  ],
  ...[
    "nullsrc",
    "pal75bars",
    "pal100bars",
    "rgbtestsrc",
    "sierpinski",
    "smptebars",
    "smptehdbars",
    "testsrc",
    "testsrc2",
  ],
  ...["yuvtestsrc", "zoneplate"],
] as const;

/** Sources whose size is their own. */
const ownSize: ReadonlySet<string> = new Set(["allrgb", "allyuv", "colorchart", "haldclutsrc", "mptestsrc"]);

const form = /^([a-z0-9]+)(?:=([\w.:=/+#@-]*))?$/i;

/** Whether the text is one of them without its prefix. */
export function isTestSource(text: string): boolean {
  return names.some((name) => text === name || text.startsWith(`${name}=`));
}

/**
 * One of ffmpeg's sources of test pictures, with its options: `testsrc2=size=640x360:rate=25`. A size and a rate that it
 * does not name are those that are asked for. Filters, which can read and write files, are not let in.
 */
export function testSourceInput(text: string, { width, height, fps }: InputOptions): Input {
  const [, name = "", given = ""] = form.exec(text) ?? [];
  const settings = given.split(":").filter((setting) => setting !== "");
  const keys = settings.map((setting) => setting.split("=", 1)[0]);
  if (!isTestSource(name) || settings.some((setting) => !/^\w+=/.test(setting))) {
    throw new SourceError(
      "usage",
      `“lavfi:” takes one of ffmpeg's test sources with its options by name, such as lavfi:testsrc2=size=640x360:rate=25. ` +
        `There are ${names.join(", ")}.`,
    );
  }
  if (!ownSize.has(name) && !keys.includes("size") && !keys.includes("s")) settings.push(`size=${width}x${height}`);
  if (!keys.includes("rate") && !keys.includes("r")) settings.push(`rate=${fps}`);
  const graph = `${name}=${settings.join(":")}`;
  return {
    kind: "lavfi",
    shown: `lavfi:${name}`,
    paced: true,
    mayBeJpeg: false,
    format: "RGB",
    args: () => ["-f", "lavfi", "-i", graph],
  };
}
